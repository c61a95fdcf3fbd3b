import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** The part of Secrets Manager that a function uses to read its password. */
export class FakeSecretsManager {
  password: string;
  /** `silent`: accepts requests and doesn't respond. */
  state: 'available' | 'failing' | 'silent' = 'available';
  readonly #server: Server;

  private constructor(password: string) {
    this.password = password;
    this.#server = createServer((_request, response) => {
      if (this.state === 'silent') return;
      const secret = JSON.stringify({ username: 'app', password: this.password });
      const [status, body] =
        this.state === 'failing'
          ? [500, { __type: 'InternalServiceError' }]
          : [200, { Name: 'app', VersionId: 'current', SecretString: secret }];
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  }

  static async start(password: string): Promise<FakeSecretsManager> {
    const secrets = new FakeSecretsManager(password);
    secrets.#server.listen(0, '127.0.0.1');
    await once(secrets.#server, 'listening');
    return secrets;
  }

  /** The environment of a function that uses this server instead of AWS. */
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
