import { monitorPart } from '../monitor/check';
import { sourcePart } from '../relay/source-check';
import { calendarPart, schedulePart } from '../schedule/check';
import { quietHoursPart } from '../schedule/quiet';
import { rulePart } from '../sheet/rule-check';
import type { AnyPart } from './configuration';

/** The kinds of configuration, in the order in which they are shown. */
export const PARTS: readonly AnyPart[] = [
  schedulePart,
  monitorPart,
  rulePart,
  sourcePart,
  calendarPart,
  quietHoursPart,
];
