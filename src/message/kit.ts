/** Everything for making messages, in one object: what other scripts get from `builders()`. */
import * as builders from './builders';
import { checkMessage } from './check';
import { escapeHtml, escapeMarkdown, escapeText } from './escape';
import { bold, code, codeBlock, italic, link, list, mention, mentionAll, quote, strike } from './markup';
import { markdown } from './markdown';
import { preview } from './summary';
import { checkTemplate, renderMessage, renderText } from './template';

export const kit = {
  ...builders,
  bold,
  italic,
  strike,
  code,
  codeBlock,
  quote,
  list,
  link,
  mention,
  mentionAll,
  escapeText,
  escapeHtml,
  escapeMarkdown,
  markdown,
  checkMessage,
  preview,
  renderMessage,
  renderText,
  checkTemplate,
};
