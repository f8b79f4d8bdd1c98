/** The families as which the kernel's procedures are cited; the first is the name in a trace. */
import type { Procedure } from '../kernel/kernel.js';

export const familiesOfProcedure: Readonly<Record<Procedure['name'], readonly string[]>> = {
  ring: [],
  unfold: ['definition'],
  factorise: ['factorisation', 'chain rule'],
  'declared form': ['definition'],
  'same law': ['identical distribution'],
  'split plate': ['factorisation', 'independence'],
  chain: ['chain rule'],
  'split range': ['regrouping'],
  'split member': ['regrouping'],
  'empty range': ['regrouping'],
  'shift range': ['regrouping'],
};

export const nameOfProcedure = ({ name }: Procedure): string => familiesOfProcedure[name][0] ?? 'arithmetic';
