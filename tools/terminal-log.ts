import { createLog, type Log } from '../functions/http/log.js';
import { bold, dim, print } from './command.js';

/**
 * Creates a log that prints one line per request: method, route template, status, duration, role and request id, and no
 * value that a client sent. Errors go to stderr as JSON, with their stack.
 */
export function createTerminalLog(
  write: (line: string) => void = print,
  errors: Log = createLog((line) => process.stderr.write(`${line}\n`)),
): Log {
  const info: Log['info'] = (message, fields = {}) => {
    const { method, route, status, durationMilliseconds, role, requestId } = fields;
    if (message !== 'request') return write(message);
    const details = [`${durationMilliseconds} ms`, role, requestId].filter((detail) => detail != null).join('  ');
    write(`  ${bold(String(status))} ${String(method).padEnd(6)} ${route}  ${dim(details)}`);
  };
  return {
    info,
    error(message, fields) {
      if (fields?.route !== undefined) info('request', fields);
      errors.error(message, fields);
    },
  };
}
