import { rehearseBurst } from '../../workbench/rehearsal';

describe('rehearseBurst', () => {
  test('sends 120 messages to four spaces through 429s and a kill, and all arrive exactly once, in order', () => {
    const rehearsal = rehearseBurst();
    expect(rehearsal).toMatchObject({ messages: 120, spaces: 4, kills: 1, problems: [] });
    expect(rehearsal.refused).toBeGreaterThan(0);
  });
});
