/** The functionals, unfolded into expectations: their definitions, in one place. */
import { add, type Density, expect, integer, ln, type Measure, mul, neg, type Term } from './term.js';

const difference = (a: Term, b: Term): Term => add([a, neg(b)]);
const square = (term: Term): Term => ({ tag: 'pow', base: term, exponent: integer(2) });
const logDensity = (measure: readonly Measure[]): Term => add(measure.map((m) => ln(m)));

const meanLog = (joint: Density, of: Density): Term => expect([joint], ln(of));

/**
 * The term with its outermost functional replaced by its definition, or null if it is none.
 * Cover & Thomas, Elements of Information Theory, (2.1), (2.26), (2.28), (8.1); MacKay (2.45).
 */
export function unfoldFunctional(term: Term): Term | null {
  switch (term.tag) {
    case 'kl':
      return expect(term.left, difference(logDensity(term.left), logDensity(term.right)));
    case 'entropy':
      return neg(expect(term.measure, logDensity(term.measure)));
    case 'cross-entropy':
      return neg(expect(term.left, logDensity(term.right)));
    case 'mean-entropy':
      return neg(meanLog(term.joint, term.conditional));
    case 'mutual-information':
      return expect([term.joint], add([ln(term.pair), neg(ln(term.left)), neg(ln(term.right))]));
    case 'variance':
      return expect(term.measure, square(difference(term.body, expect(term.measure, term.body))));
    case 'covariance':
      return expect(
        term.measure,
        mul([
          difference(term.left, expect(term.measure, term.left)),
          difference(term.right, expect(term.measure, term.right)),
        ]),
      );
    default:
      return null;
  }
}
