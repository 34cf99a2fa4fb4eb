/* Delivery as two drains and a sender do it at the same time, its steps named as in src/delivery. The lease is not
 * trusted, a reading of the store is not atomic, an answer may be lost, and an execution may be killed before each of
 * its effects. Deliveries 0 and 1 wait in segment 0; the sender brings 2, of the same lane, stored as segment 1. */
#ifndef EVENTS
#define EVENTS 3           /* lost answers, refusals, kills, leases that lapse while their holder lives */
#endif
#ifndef BUG
#define BUG 0
#endif
#define NO_DEDUP 1
#define ACK_FIRST 2
#define IGNORE_LANE 3
#define NONE 3             /* no delivery */
#define BIT(i) (1 << (i))
#define WAITS(i) (has[i / 2] && !(known & BIT(i)))
#define HEAD (WAITS(0) -> 0 : (WAITS(1) -> 1 : (WAITS(2) -> 2 : NONE)))
#define KEPT(i) (created[i] || dead[i])
#define EVENT d_step { events > 0; events-- }
mtype = { sent, rejected, unavailable };
bool stored[2] = { true, false };   /* cc/o: the segments */
bool dead[3];              /* cc/x: the dead letters */
byte progress;             /* cc/p: the deliveries noted as done */
byte lease;                /* cc/L: its owner, or 0 */
byte created[3];           /* Chat's messages, by requestId */
byte poison = NONE;        /* the delivery that Chat will never take */
byte events = EVENTS;
bool senderEnded;

inline post(i) {           /* Chat's side of it, and whether its answer arrives */
  if
  :: EVENT; answer = unavailable                         /* refused, or lost on its way */
  :: i == poison -> answer = rejected
  :: i != poison -> assert(i == 0 || KEPT(i - 1));       /* the order of a lane */
     created[i] = (BUG == NO_DEDUP -> created[i] : 0) + 1;
     assert(created[i] == 1);                            /* no duplicate */
     if :: answer = sent :: EVENT; answer = unavailable fi
  fi
}
inline settle(i) {         /* a kill before the notes are written forgets them, so this is one step with the post */
  if
  :: answer == rejected -> dead[i] = true; known = known | BIT(i)   /* bury */
  :: answer == sent -> known = known | BIT(i)
  :: answer == unavailable
  fi;
  answer = 0
}
inline readAll() {         /* one call, but its values may be of different moments, in either order */
  if
  :: known = known | progress; has[0] = stored[0]; has[1] = stored[1]
  :: has[1] = stored[1]; has[0] = stored[0]; known = known | progress
  fi;
  known = known & (has[0] * 3 + has[1] * 4)
}
inline removeSegment(s, others) { stored[s] = false; has[s] = false; known = known & others }
inline forgetAll() { known = 0; has[0] = false; has[1] = false }

active [2] proctype Drain() {
  byte known, head; bool has[2]; mtype answer;
tick:
  if
  :: senderEnded && !stored[0] && !stored[1] -> goto end
  :: atomic { (stored[0] || stored[1]) && lease == 0 -> lease = _pid + 1 }             /* claim */
  :: atomic { lease != 0 && events > 0 -> events--; lease = _pid + 1 }                 /* … what lapsed too early */
  fi;
  readAll();
  do
  :: atomic { HEAD != NONE -> head = HEAD; known = known | (BUG == ACK_FIRST -> BIT(head) : 0);
              post(head); settle(head); head = 0 }
  :: atomic { progress != known -> progress = known }                                  /* checkpoint */
  :: atomic { has[0] && (known & 3) == 3 -> assert(KEPT(0) && KEPT(1)); removeSegment(0, 4) }   /* no loss */
  :: atomic { has[1] && (known & 4) -> assert(KEPT(2)); removeSegment(1, 3) }
  :: stored[0] != has[0] || stored[1] != has[1] -> readAll()
  :: lease != _pid + 1 || (!has[0] && !has[1]) -> break                                /* taken over, or empty */
  :: atomic { EVENT; break }                                                           /* killed */
  od;
  atomic { if :: lease == _pid + 1 -> lease = 0 :: else fi; forgetAll() }              /* release, or it lapses */
  goto tick;
end: skip
}

active proctype Sender() {
  byte known; bool has[2], durable; mtype answer = unavailable;
  atomic { if :: poison = 1 :: true fi; if :: durable = true :: true fi }
  readAll();
  atomic { if :: BUG != IGNORE_LANE && (WAITS(0) || WAITS(1)) -> stored[1] = true; goto ended   /* queued-behind-lane */
              :: else -> stored[1] = durable; forgetAll() fi }
  atomic { if :: EVENT; goto ended :: post(2) fi }       /* killed, or posted */
  atomic {
    if
    :: EVENT                                             /* killed: what was not durable was never promised */
    :: answer == unavailable -> stored[1] = true         /* stored, or released: written once more */
    :: answer == sent -> if :: durable -> stored[1] = false :: else fi   /* forget */
    fi
  }
ended: atomic { forgetAll(); answer = 0; durable = false; senderEnded = true }
}
