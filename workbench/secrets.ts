import { maskSecrets } from '../emulator/chat/mask-secrets';

/** A webhook link with its token: the token is the secret. */
const webhookLink = /chat\.googleapis\.com\/v1\/spaces\/[^\s"'`/]+\/messages\?[^\s"'`]*?token=([A-Za-z0-9_%=-]*)/g;

/** Tokens of documentation and tests begin so; a real one is 43 random characters. */
const example = /^(EXAMPLE|TOKEN|YOUR|local|$)/i;

/** Where a text holds the token of a webhook, as line numbers from 1. */
export function linesWithTokens(text: string): number[] {
  return text.split('\n').flatMap((line, index) => {
    const tokens = [...line.matchAll(webhookLink)].map(([, token = '']) => token);
    return tokens.some((token) => !example.test(token) && token.length >= 20) ? [index + 1] : [];
  });
}

/** The same text with every webhook's token masked. */
export const maskTokens: (text: string) => string = maskSecrets;

/** An e-mail address that its owner knows again and others do not: "a…@example.com". */
export function maskAddress(address: string): string {
  return address.replace(/^(.)[^@]*/, '$1…');
}
