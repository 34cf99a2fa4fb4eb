/** Time and chance inside an execution: the realm's own Date and Math.random give way to the execution's. */
import type { Bridge } from './bridge';
import { installIntl, LocalTime } from './zoned-date';

export function installTimeAndChance(bridge: Bridge): void {
  const OwnDate = Date;
  const timeZone = (): string => bridge.info.timeZone;
  const local = new LocalTime(OwnDate, timeZone);
  const instant = (args: unknown[]): unknown => {
    if (args.length === 0) return bridge.now();
    if (args.length > 1) return local.fromComponents(args.map(Number) as [number, number]);
    const [only] = args;
    if (typeof only !== 'string') return only;
    return local.parse(only);
  };
  // A plain function: `Date()` without new gives text.
  const VirtualDate = function (this: unknown, ...args: unknown[]) {
    if (new.target === undefined) return new OwnDate(bridge.now()).toString();
    return Reflect.construct(OwnDate, [instant(args)], new.target) as Date;
  };
  Object.defineProperties(VirtualDate, {
    name: { value: 'Date' },
    length: { value: 7 },
    now: { value: () => bridge.now(), writable: true, configurable: true },
    parse: { value: (text: unknown) => local.parse(String(text)), writable: true, configurable: true },
    UTC: { value: OwnDate.UTC, writable: true, configurable: true },
    prototype: { value: OwnDate.prototype, writable: false },
  });
  local.install(OwnDate.prototype);
  OwnDate.prototype.constructor = VirtualDate;
  define('Date', VirtualDate);
  installIntl(() => bridge.now(), timeZone);
  Object.defineProperty(Math, 'random', { value: () => bridge.random(), writable: true, configurable: true });
}

/** Puts a global in its place, as built-in ones are: not enumerable, replaceable. */
export function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}
