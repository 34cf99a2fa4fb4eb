import { checkMessage } from './check';
import { renderMessage } from './template';

/** Everything for making messages, in one object: what other scripts get from `builders()`. */
export const kit = { checkMessage, renderMessage };
