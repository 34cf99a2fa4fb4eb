import { liveThroughMorning } from '../../workbench/morning';

describe('liveThroughMorning', () => {
  test('tells of the schedule, the outage and its end, each exactly once and in time', () => {
    const { schedule, monitor, messages, problems } = liveThroughMorning();
    expect(problems).toEqual([]);
    expect(messages.map(({ to }) => to)).toEqual(['team', 'ops', 'ops']);
    expect(schedule).toContain('every weekday at 09:00, Europe/Paris');
    expect(monitor).toContain('is checked every 5 minutes');
  });
});
