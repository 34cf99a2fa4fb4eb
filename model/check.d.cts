export const BUGS: Readonly<Record<'NO_DEDUP' | 'ACK_FIRST' | 'IGNORE_LANE', string>>;
export function check(bug?: string, events?: number): { states: number; violation: string };
export function hasSpin(): boolean;
