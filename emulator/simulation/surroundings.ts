import type { Chat } from '../chat/chat';
import type { VirtualClock } from '../clock';
import { PROPERTY_STORE_MAX_BYTES } from '../limits';
import type { Project } from '../project';
import { RandomStream } from '../random';
import type { Dials, Mischief, SpaceTrouble } from './faults';
import { drawGarbage, drawNoteGarbage, type Garbage } from './garbage';
import type { Watch } from './watch';
import type { Workload } from './workload';

const FILLER_BYTES = 1_000;
/** Where other code of the project keeps what fills the store. */
const OWN_PREFIX = 'own.';

/** What the surroundings are made of, and whom they tell. */
export interface SurroundingsSetting {
  readonly seed: number;
  readonly workload: Workload;
  readonly dials: Dials;
  readonly chat: Chat;
  readonly clock: VirtualClock;
  readonly project: Project;
  readonly watch: Watch;
  readonly mischief: Mischief;
  readonly random: RandomStream;
  /** What goes wrong in the spaces, in the order of its times. */
  readonly troubles: readonly SpaceTrouble[];
  /** Told what happens, as a line of the story. */
  note(line: string): void;
}

/** What happens outside of every execution: in the spaces, to the webhooks' links, and to the store by other hands. */
export class Surroundings {
  /** Secrets of all links there ever were. */
  readonly tokens: string[] = [];
  /** Segments that are not of our making: nobody may touch them. */
  readonly foreign = new Set<string>();
  /** Webhook's name to the link that is set. */
  private readonly links = new Map<string, string>();
  private readonly troubles: SpaceTrouble[];
  private garbage: (Garbage & { at: number })[] = [];
  private hooksBack: { to: string; at: number }[] = [];
  private storeFullAt = Infinity;

  constructor(private readonly setting: SurroundingsSetting) {
    const { workload, dials, random, project } = setting;
    this.troubles = [...setting.troubles];
    for (const name of Object.keys(workload.webhooks)) {
      const link = this.newLink(name);
      this.links.set(name, link);
      project.properties.set(`webhook.${name}`, link);
    }
    if (dials.storeLeftBytes >= 0) this.storeFullAt = workload.startedAt + random.below(100_000);
    if (dials.garbage) this.litter();
  }

  /** Others have written under keys of ours before the start, and write over notes of ours a few times later. */
  private litter(): void {
    const { seed, workload } = this.setting;
    const random = new RandomStream(`garbage/${String(seed)}`);
    const [names, spaces] = [Object.keys(workload.webhooks), Object.values(workload.webhooks)];
    for (let count = 1 + random.below(6); count > 0; count--) {
      const garbage = drawGarbage(random, names, spaces);
      if (/^cc\/[os]/.test(garbage.key)) this.foreign.add(garbage.key);
      this.write(garbage);
    }
    for (let count = random.below(4); count > 0; count--) {
      const at = workload.startedAt + random.below(180_000);
      this.garbage.push({ at, ...drawNoteGarbage(random, names, spaces) });
    }
  }

  private write({ key, value }: Garbage): void {
    const { mischief, project } = this.setting;
    mischief.note(`garbage in ${key.slice(0, 4)}`);
    this.setting.note(`garbage in ${key}: ${value}`);
    project.properties.set(key, value);
  }

  /** Lets happen what has become due: troubles in spaces, garbage, a store that fills, webhooks that come back. */
  stir(): void {
    const { clock, mischief, chat, watch, project } = this.setting;
    const now = clock.now();
    while (this.troubles[0] !== undefined && this.troubles[0].at <= now) {
      const { space, faults, kind } = this.troubles.shift() as SpaceTrouble;
      mischief.note(kind);
      this.setting.note(`${space}: ${kind}`);
      chat.setFaults(space, faults, now);
      const wait = faults[0]?.retryAfter;
      watch.waitIs(space, typeof wait === 'number' ? Math.min(wait * 1000, 600_000) : undefined);
    }
    const littered = this.garbage.filter(({ at }) => at <= now);
    this.garbage = this.garbage.filter((one) => !littered.includes(one));
    littered.forEach((one) => this.write(one));
    this.fillStore(now);
    const due = this.hooksBack.filter(({ at }) => at <= now);
    this.hooksBack = this.hooksBack.filter((hook) => !due.includes(hook));
    for (const { to } of due) project.properties.set(`webhook.${to}`, this.links.get(to) ?? '');
  }

  /** From now on nothing happens, what is missing is back, and what was in the way is gone. */
  calm(): void {
    const { chat, project, workload } = this.setting;
    for (const space of new Set(Object.values(workload.webhooks))) chat.setFaults(space, []);
    this.troubles.length = 0;
    this.garbage.length = 0;
    this.storeFullAt = Infinity;
    for (const { to } of this.hooksBack) project.properties.set(`webhook.${to}`, this.links.get(to) ?? '');
    this.hooksBack.length = 0;
    for (const key of [...project.properties.keys()]) if (key.startsWith(OWN_PREFIX)) project.properties.delete(key);
  }

  /** Other code of the project fills the store, some time after the first sends. */
  private fillStore(now: number): void {
    if (this.storeFullAt > now) return;
    const { mischief, dials, project } = this.setting;
    const { properties } = project;
    this.storeFullAt = Infinity;
    mischief.note('store filled');
    const fullBytes = PROPERTY_STORE_MAX_BYTES - dials.storeLeftBytes;
    for (let key = 0; properties.sizeBytes + FILLER_BYTES < fullBytes; key++)
      properties.set(`${OWN_PREFIX}${key}`, 'x'.repeat(FILLER_BYTES - 20));
  }

  /** Someone deletes the property of a webhook, and puts it back later. */
  unhook(to: string, forMs: number): void {
    const { clock, project } = this.setting;
    this.setting.note(`webhook ${to} removed for ${forMs} ms`);
    project.properties.delete(`webhook.${to}`);
    this.hooksBack.push({ to, at: clock.now() + forMs });
  }

  /** Another link into the space of a webhook. */
  newLink(to: string): string {
    const { chat, workload } = this.setting;
    const link = chat.addSpace(workload.webhooks[to] ?? '');
    this.tokens.push(link.replace(/^.*token=/, ''));
    return link;
  }

  /** Someone has tried to set another link: if it stands there now, the old webhook may be deleted in Chat. */
  relinked(to: string, link: string, deletesOld: boolean): void {
    const { mischief, project, chat } = this.setting;
    const old = this.links.get(to) ?? '';
    if (project.properties.get(`webhook.${to}`) !== link) return;
    mischief.note(deletesOld ? 'link replaced, the old one deleted' : 'link replaced');
    this.setting.note(`webhook ${to} has another link`);
    this.links.set(to, link);
    if (deletesOld) chat.setWebhookState(old, 'deleted');
  }
}
