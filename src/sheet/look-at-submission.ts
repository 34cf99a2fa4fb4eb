import type { Plan, Refusal } from '../delivery/types';
import type { FormEvent } from '../platform/platform';
import type { Trouble } from '../schedule/run';
import { toldKeys } from './compose';
import { decideForm } from './forms';
import { mayPass } from './owing';
import { trouble, troublesOf } from './troubles';
import type { Snapshot, WatchSetting } from './watch-setting';

/** Holds the rules of a form against a submission that tells of it itself, and hands over their messages. */
export function lookAtSubmission(event: FormEvent, snapshot: Snapshot, setting: WatchSetting): Trouble[] {
  const { clock, log } = setting;
  const rules = setting.rules(snapshot).filter(({ form, paused }) => form === event.formId && paused !== true);
  if (rules.length === 0) return [];
  const { plan, outgoing, problems, unsaid, remarks } = decideForm(
    rules,
    event,
    snapshot,
    clock.now(),
    clock.timeZone(),
  );
  if (plan.items.length === 0 && Object.keys(plan.entries).length === 0) return troublesOf(rules, problems);
  const mend = (refused: readonly Refusal[]) => (mayPass(refused) ? before(plan, snapshot) : {});
  const refusals = setting.accept({ ...plan, mend }, snapshot);
  for (const key of toldKeys(outgoing, refusals)) setting.store.remove(key);
  for (const { rule, text } of remarks) log.write('warning', 'form.template', { rule, text });
  for (const { firing, reason } of unsaid)
    log.write('warning', 'form.unsaid', { rule: firing.compiled.rule.id, reason });
  for (const { id, error } of refusals) log.write('error', 'form.refused', { id, reason: error.message });
  return [
    ...troublesOf(rules, problems),
    ...refusals.map(({ id, error }) =>
      trouble(
        rules.find((rule) => id.startsWith(`rule/${rule.id}/`)),
        error.message,
      ),
    ),
    ...unsaid.map(({ firing, reason }) => trouble(firing.compiled.rule, reason)),
  ];
}

/** A submission that found no room was not seen: submitting it again, or repeating its event, tells of it. */
const before = ({ entries }: Plan, snapshot: Snapshot): Record<string, string> =>
  Object.fromEntries(Object.keys(entries).map((key): [string, string] => [key, snapshot[key] ?? '[]']));
