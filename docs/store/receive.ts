// Receives webhooks, and believes those that are signed by the key of its endpoint. See docs/for-app-stores.md.
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebhookRefused, webhookVerifier } from '#client/webhooks.js';

const say = (line: string) => process.stdout.write(`${line}\n`);
const [port = '', key = ''] = process.argv.slice(2);
const believed = webhookVerifier([key]);
const had = new Set<string>();

createServer((request, response) => {
  void buffer(request).then((body) => {
    try {
      const { id, message } = believed(request.headers, body);
      if (!had.has(id) && message.type === 'webhook.test') say('verified: a test');
      if (!had.has(id) && message.type === 'status.changed')
        say(`verified: ${message.data.number} is ${message.data.status.status}`);
      had.add(id);
      response.writeHead(204).end();
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error;
      say(`refused: ${error.message}`);
      response.writeHead(400).end();
    }
  });
}).listen(Number(port), '127.0.0.1', () => say('listening'));
