/** A message as Google Chat's API takes it, narrowed to what an incoming webhook can show. */
export interface Message {
  text?: string;
  thread?: { name?: string; threadKey?: string };
}
