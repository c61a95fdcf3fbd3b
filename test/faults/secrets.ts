import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** The part of Secrets Manager that a function uses to read its password. */
export class FakeSecretsManager {
  password: string;
  /** Whether it responds, fails, or accepts requests without responding. */
  state: 'well' | 'failing' | 'silent' = 'well';
  readonly #server: Server;

  private constructor(password: string) {
    this.password = password;
    this.#server = createServer((_request, response) => {
      if (this.state === 'silent') return;
      if (this.state === 'failing') {
        response
          .writeHead(500, { 'Content-Type': 'application/x-amz-json-1.1' })
          .end('{"__type":"InternalServiceError"}');
        return;
      }
      const secret = JSON.stringify({ username: 'app', password: this.password });
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ Name: 'app', VersionId: 'current', SecretString: secret }));
    });
  }

  static async start(password: string): Promise<FakeSecretsManager> {
    const secrets = new FakeSecretsManager(password);
    secrets.#server.listen(0, '127.0.0.1');
    await once(secrets.#server, 'listening');
    return secrets;
  }

  /** Environment variables that make a function use this server instead of AWS. */
  get variables(): Record<string, string> {
    const { port } = this.#server.address() as { port: number };
    return {
      DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
