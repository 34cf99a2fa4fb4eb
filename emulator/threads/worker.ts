/** The worker's side: runs one execution after the other; each service call hands the turn to the main thread. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { ExecutionChance } from '../execution';
import type { Bridge } from '../facade/bridge';
import { Program } from '../program';
import { Channel } from './channel';
import type { FromWorker, Job, LoggedLine, ToWorker, WorkerSetup } from './messages';

/** An ended execution that makes so many calls more does not mean to stop. */
const CALLS_AFTER_END_MAX = 1_000;

const { slot, port, setup } = workerData as { slot: SharedArrayBuffer; port: MessagePort; setup: WorkerSetup };
const channel = new Channel('worker', slot, port);
const send = (message: FromWorker): void => {
  channel.send(message);
};

try {
  const program = new Program(setup.sources, setup);
  send({ kind: 'ready' });
  for (;;) {
    const message = channel.receive() as ToWorker;
    if ('job' in message) runJob(program, message.job);
  }
} catch (error) {
  send({ kind: 'broken', reason: String((error as Error).stack) });
}

function runJob(program: Program, job: Job): void {
  const chance = new ExecutionChance(job.seed);
  let log: LoggedLine[] = [];
  let ended: string | undefined;
  let callsAfterEnd = 0;
  const takeLog = (): LoggedLine[] => {
    const taken = log;
    log = [];
    return taken;
  };
  const bridge: Bridge = {
    execution: job,
    info: job.info,
    now: () => channel.now + job.clockSkewMs,
    random: () => chance.next(),
    uuid: () => chance.uuid(),
    log: (severity, message, payload) => {
      log.push([severity, message, payload]);
    },
    call(service, method, args) {
      if (ended === undefined) {
        send({ kind: 'call', service, method, args, log: takeLog() });
        const message = channel.receive() as ToWorker;
        if ('answer' in message) return message.answer;
        ended = 'ended' in message ? message.ended : 'The execution was ended.';
      }
      callsAfterEnd += 1;
      if (callsAfterEnd > CALLS_AFTER_END_MAX) {
        send({ kind: 'broken', reason: 'It kept calling services after its end.' });
        // The main thread ends this worker.
        channel.receive();
      }
      return { thrown: { name: 'ExecutionKilled', message: ended } };
    },
  };
  const outcome = program.run(job.functionName, job.args, bridge);
  send({ kind: 'done', outcome, log: takeLog() });
}
