/** `check --rules [NAME]`: the tables of rules. */
import { type ExitStatus, exit } from '../report/exit-status.js';
import { rulesJson, rulesTable } from '../report/rules.js';
import type { RulesRequest } from './arguments.js';
import { complain, type Host, page, suggestion } from './host.js';

/** Exit status: 0, or 2 where nothing has the name. */
export async function rules({ wanted, format }: RulesRequest, host: Host): Promise<ExitStatus> {
  const checker = await host.loadChecker();
  const sections = checker.rules(wanted);
  if (wanted !== null && sections.length === 0) {
    const names = checker.ruleNames();
    const hint = suggestion(checker, wanted, names, 'names');
    complain(host, `--rules: no rule, family of rules or table is called '${wanted}'; ${hint}`);
    return exit.unreadable;
  }
  host.stdout.write(format === 'json' ? rulesJson(sections) : rulesTable(sections, page(host)));
  return exit.pass;
}
