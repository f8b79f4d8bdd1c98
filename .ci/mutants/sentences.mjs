/** Sentences that a reader is shown say nothing of what the kernel proves: for Stryker, what it is not to mutate. */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Tags of two words are compared or are cases; sentences are neither. */
const isTag = ({ parent }) => ['BinaryExpression', 'SwitchCase', 'ObjectProperty'].includes(parent.type);

const textOf = ({ type, value, quasis }) => {
  if (type === 'StringLiteral') return value;
  return type === 'TemplateLiteral' ? quasis.map((part) => part.value.raw).join('') : '';
};

const sentences = {
  shouldIgnore: (path) =>
    textOf(path.node).trim().includes(' ') && !isTag(path) ? 'a sentence for readers' : undefined,
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', sentences)];
