// Reads one JSON object per line: subscribe or stop. Writes one per line for every message of a subscription to its user.
import { createInterface } from 'node:readline';
import { createClient as overWebSocket } from 'graphql-ws';
import { createClient as overEvents } from 'graphql-sse';
import WebSocket from 'ws';

const running = new Map();
const tell = (id, event, payload) => process.stdout.write(JSON.stringify({ id, event, payload }) + '\n');

// An error is a list of GraphQL errors, the close event of a socket, or an exception of the client's own.
const describe = (error) =>
  Array.isArray(error) ? { errors: error }
  : error && error.code ? { code: error.code, reason: error.reason }
  : { message: String(error && error.message || error) };

const client = ({ transport, url, token }) => transport === 'ws'
  ? overWebSocket({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } })
  : overEvents({ url, retryAttempts: 0, headers: { Authorization: `Bearer ${token}` } });

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const { id } = command;
  if (command.do === 'stop') {
    running.get(id)?.();
    continue;
  }

  running.set(id, client(command).subscribe({ query: command.query, variables: command.variables }, {
    next: (payload) => tell(id, 'next', payload),
    error: (error) => tell(id, 'error', describe(error)),
    complete: () => tell(id, 'complete'),
  }));
}

process.exit(0);
