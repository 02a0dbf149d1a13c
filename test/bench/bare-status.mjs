// Two contenders in one: a constant body, and a row of the read model by its key. Neither asks who is there, nor answers what was asked.
import fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, PORT, TABLE, BYTES } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
const constant = JSON.stringify({ body: 'x'.repeat(Number(BYTES) - 11) });
const text = `select doc from ${TABLE} where number = $1`;

const server = fastify();
server.get('/constant', (request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(constant));
server.get('/row/:number', async (request, reply) => {
  const { rows } = await pool.query({ name: 'row', text, values: [request.params.number] });
  return reply.header('content-type', 'application/json; charset=utf-8').send(rows[0].doc);
});
await server.listen({ port: Number(PORT), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void server.close().then(() => pool.end()));
