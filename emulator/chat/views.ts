import type { ChatMessage, RequestRecord } from './history';
import type { Space } from './space';

/** A message as the API shows it: Google's resource, and beside it what only the receiving end knows. */
export function messageView(message: ChatMessage) {
  const { threadKey } = message;
  return {
    ...message.message,
    ...(message.text !== '' && { text: message.text }),
    name: message.name,
    thread: { name: message.thread, ...(threadKey !== '' && { threadKey }) },
    space: { name: `spaces/${message.space}` },
    createTime: new Date(message.createdAt).toISOString(),
    threadReply: message.isReply,
    messageReplyOption: message.messageReplyOption,
    requestId: message.requestId,
    webhook: message.webhook,
    markup: message.markup,
    sizeBytes: message.sizeBytes,
    warnings: message.warnings,
  };
}

/** A request as the API shows it. Nothing in it is secret. */
export function requestView({ receivedAt, status, ...request }: RequestRecord) {
  return {
    ...request,
    at: new Date(receivedAt).toISOString(),
    // What the sender saw: nothing, when the answer was withheld.
    status: request.isAnswered ? status : 0,
  };
}

/** A space as the API shows it: webhooks without their tokens. */
export function spaceView(space: Space, now: number) {
  return {
    name: space.name,
    displayName: space.displayName,
    state: space.state,
    webhooks: [...space.webhooks.values()].map(({ id, state }) => ({ id, state })),
    messageCount: space.messageCount,
    faults: space.faults.active(now),
  };
}
