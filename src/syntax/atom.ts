/** Names that stand for numbers: variables, indices, sizes, constants, and const. */
import type { SubItem } from '../../grammar/ast.js';
import { ref, type Term, type VarRef } from '../kernel/term.js';
import { fail } from './diagnostics.js';
import { power } from './product.js';
import { elaborateMember, elaborateRefs } from './reference.js';
import { type Head, headOf, place, type Scope, sourceText, unknownName } from './scope.js';

/** A variable, an index, a size or a constant, with its power. */
export function elaborateAtom(scope: Scope, head: Head): Term {
  return power(scope, place(scope, head.span, atom(scope, head)), head.sup);
}

function atom(scope: Scope, head: Head): Term {
  const { model } = scope;
  if (model.variables.has(head.name) || model.collections.has(head.name) || scope.locals.has(head.name)) {
    return ref(elaborateMember(scope, head));
  }
  if (head.name === 'const') return slack(scope, head);
  if (head.sub === null && head.name === 'pi') return { tag: 'constant', name: 'pi' };
  if (head.sub === null && head.name === 'inf') return { tag: 'constant', name: 'inf' };
  if (head.name === '...') return fail(head.span, 'ellipsis', {});
  const name = scope.letters.get(head.name) ?? head.name;
  const index = scope.indices.has(name) || model.plates.has(name) || model.sizes.has(name);
  if (!index || head.sub !== null) return unknownName(scope, sourceText(scope, head.span), head.span);
  return { tag: 'index', index: { base: name, offset: 0 } };
}

function slack(scope: Scope, head: Head): Term {
  if (head.sub === null) return fail(head.span, 'free-of-what', { word: 'const' });
  return { tag: 'slack', free: subscriptRefs(scope, head.sub) };
}

/** The variables of `const_{Z, W}` and `propto_{Z}`. */
export function subscriptRefs(scope: Scope, sub: readonly SubItem[]): VarRef[] {
  return sub.flatMap((item) => {
    const head = item.kind === 'expr' ? headOf(scope, item.value) : null;
    if (head === null || head.sup !== null)
      return fail(item.span, 'not-a-variable', { what: 'what a const or propto is free of' });
    return elaborateRefs(scope, head);
  });
}
