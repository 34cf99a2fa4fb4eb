import { facts, Reader, UnreadableEvent, type RelayEvent } from '../event';
import type { SourceReader } from '../source';
import { generic } from './generic';

/**
 * A sender that signs what it sends, as payment services do. The signature is checked before this reads the body; see
 * `signature.ts` for where it may stand. Stripe's events and Mailgun's are known by their shape, others are read as
 * `generic` reads them.
 *
 * @see https://docs.stripe.com/webhooks/signature, read 2026-11-24
 * @see https://docs.stripe.com/api/events/object, read 2026-11-24
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks, read 2026-11-24
 */
export const signed: SourceReader = {
  read(body, request) {
    const post = new Reader(unwrapped(body));
    if (post.at('object').text === 'event' && post.has('type')) return [stripe(post)];
    if (post.at('event-data').isObject) return [mailgun(post.at('event-data'))];
    return generic.read(post.value, request);
  },
};

/** The JSON that was signed as a text. */
function unwrapped(body: unknown): unknown {
  const payload = new Reader(body).at('payload').text;
  if (payload === '') return body;
  try {
    return JSON.parse(payload);
  } catch {
    throw new UnreadableEvent('payload', 'JSON');
  }
}

const BAD = /(?:failed|dispute\.created|past_due|uncollectible|canceled|action_required)$/;

/** Amounts are in the smallest unit of a currency, of most a hundredth. */
function stripe(post: Reader): RelayEvent {
  const item = post.at('data.object');
  const type = post.at('type').needed;
  const amount = item.at('amount').text || item.at('amount_due').text || item.at('amount_total').text;
  const currency = item.at('currency').text.toUpperCase();
  return {
    id: post.at('id').needed,
    subject: item.at('id').text,
    status: BAD.test(type) ? 'firing' : 'info',
    title: type.replace(/[._]/g, ' '),
    text: item.at('description').text,
    fields: facts(
      ['object', item.at('id').text],
      [
        'amount',
        amount === '' ? '' : `${Number(amount) / (ZERO_DECIMALS.includes(currency) ? 1 : 100)} ${currency}`.trim(),
      ],
      ['customer', item.at('customer').text],
      ['status', item.at('status').text],
      ['mode', post.at('livemode').text === 'false' ? 'test' : ''],
    ),
    url: item.at('hosted_invoice_url').text || item.at('receipt_url').text,
  };
}

/** @see https://docs.stripe.com/currencies#zero-decimal, read 2026-11-24 */
const ZERO_DECIMALS = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' ');

function mailgun(event: Reader): RelayEvent {
  const kind = event.at('event').needed;
  const recipient = event.at('recipient').text;
  return {
    id: event.at('id').needed,
    subject: recipient,
    status: ['failed', 'rejected', 'complained'].includes(kind) ? 'firing' : 'info',
    title: `Mail ${kind}: ${event.at('message').at('headers').at('subject').text || recipient}`,
    text: event.at('delivery-status.message').text || event.at('delivery-status.description').text,
    fields: facts(
      ['recipient', recipient],
      ['severity', event.at('severity').text],
      ['reason', event.at('reason').text],
    ),
    url: '',
  };
}
