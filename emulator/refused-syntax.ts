import { type AnyNode, Parser } from 'acorn';

/** What acorn calls of a parser for each node that it has read. Its types do not tell of it; its plugins build on it. */
interface Reading {
  finishNode(node: AnyNode, type: string): AnyNode;
  raise(position: number, message: string): never;
}

type ReadingParser = new (...given: never[]) => Parser & Reading;

/**
 * A parser that refuses what Apps Script does when a file is saved, though its engine would run it: class fields, static
 * blocks, private names and BigInt literals. As each node is read, so that a large file is read once.
 */
export const SavingParser = Parser.extend((Base) => {
  class Saving extends (Base as unknown as ReadingParser) {
    override finishNode(node: AnyNode, type: string): AnyNode {
      const read = super.finishNode(node, type);
      const message = refusal(read);
      if (message !== null) this.raise(read.start, message);
      return read;
    }
  }
  return Saving as unknown as typeof Parser;
});

/** Fields and blocks in the words that a push was answered with; for the others, which nobody has recorded, V8's. */
function refusal(node: AnyNode): string | null {
  switch (node.type) {
    case 'PropertyDefinition':
      return node.value ? 'Unexpected token =' : 'Unexpected token';
    case 'StaticBlock':
      return "Unexpected token '{'";
    case 'PrivateIdentifier':
      return 'Invalid or unexpected token';
    case 'Literal':
      return typeof node.bigint === 'string' ? 'Invalid or unexpected token' : null;
    default:
      return null;
  }
}
