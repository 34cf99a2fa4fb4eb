import type { Notifications } from './settings/notifications';

/**
 * What Chat Courier sends by itself: the one file to edit. `to` is the name of a webhook, which setWebhook('team', link) or
 * the script property "webhook.team" gives it. What stands here wins over what is stored by configure().
 *
 * Remove the slashes before an example to try it, and push again.
 */
export const notifications: Notifications = {
  schedules: [
    // Every weekday at nine, in one thread per day.
    // { id: 'standup', at: '09:00', on: 'weekdays', timeZone: 'Asia/Ho_Chi_Minh', to: 'team', message: 'Stand-up in five minutes.', thread: 'day' },
    //
    // On the last workday of the month, moved before holidays.
    // { id: 'timesheets', at: '16:00', on: { dayOfMonth: 'last weekday' }, timeZone: 'Europe/Paris', to: 'team', message: 'Time sheets are due today.', calendar: 'france', onDayOff: 'previous-workday' },
    //
    // A message that is made when it is time; null sends nothing.
    // { id: 'mailbox', cron: '0 9-17 * * 1-5', timeZone: 'Europe/Paris', to: 'ops', message: ({ localTime }) => `It is ${localTime}.` },
  ],

  monitors: [
    // Down after two failures in a row, told once, with reminders; recovered in the same thread.
    // { id: 'shop', url: 'https://shop.example.com/health', everyMinutes: 5, expectStatus: 200, to: 'ops' },
    //
    // A job that must call in once a day.
    // { id: 'backup', heartbeat: { cron: '0 2 * * *', graceMinutes: 30 }, timeZone: 'Europe/Paris', to: 'ops' },
  ],

  rules: [
    // When the status of an order becomes "Late".
    // { id: 'late', tab: 'Orders', when: 'edited', all: [{ column: 'Status', changesTo: 'Late' }], to: 'ops', message: 'Order {{Order}} is late.' },
  ],

  sources: [
    // Prometheus Alertmanager posts its alerts; each alert is a thread. newSourceAddress('alerts') gives the address.
    // { id: 'alerts', kind: 'alertmanager', to: 'ops' },
    //
    // Anything that can post JSON.
    // { id: 'builds', kind: 'generic', to: 'team', title: '{{body.job}} is {{body.result}}', thread: '{{body.job}}' },
  ],

  calendars: [
    // { id: 'france', holidays: ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'] },
  ],

  quietHours: [
    // What comes at night is told in one message in the morning. Critical messages pass.
    // { webhook: 'team', timeZone: 'Europe/Paris', windows: [{ from: '22:00', until: '07:00' }], meanwhile: 'digest' },
  ],
};
