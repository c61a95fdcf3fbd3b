import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { print, runCommand } from './command.js';

const help = `Lists exported names that are declared in more than one module: a name should have one meaning in the repository.

  npm run check:names     exit code 1 if a name without a reason is declared twice`;

/** Names that several modules may export, with the reason. */
const sharedNames: Readonly<Record<string, string>> = {
  handler: 'Lambda requires this name of each entry point.',
  Client: 'The client is published as a package of its own.',
  ProblemKind: 'The client is published as a package of its own.',
  ProblemPart: 'The client is published as a package of its own.',
};

/** Returns the names that a module declares and exports; re-exports don't count. */
function listExports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const declarations = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    return declarations.flatMap(({ name }: { name?: ts.Node }) => (name && ts.isIdentifier(name) ? [name.text] : []));
  });
}

await runCommand({ help }, () => {
  const files = execFileSync('git', ['ls-files', '*.ts'], { encoding: 'utf8' }).trim().split('\n');
  const modulesByName = new Map<string, Set<string>>();
  for (const file of files.filter((name) => !name.endsWith('.test.ts'))) {
    for (const name of listExports(file)) modulesByName.set(name, (modulesByName.get(name) ?? new Set()).add(file));
  }
  for (const [name, modules] of modulesByName) {
    if (modules.size === 1) continue;
    const reason = sharedNames[name];
    if (reason === undefined) process.exitCode = 1;
    print(`${name}: ${[...modules].join(', ')} ${reason === undefined ? '(rename one)' : `(${reason})`}`);
  }
});
