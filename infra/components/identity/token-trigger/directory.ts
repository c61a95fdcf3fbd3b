export interface Directory {
  /** Lists the active second factors of an account, by Cognito's names. */
  listFactors(userPoolId: string, username: string): Promise<readonly string[]>;
  findClientName(userPoolId: string, clientId: string): Promise<string | undefined>;
}

/** Connects to Cognito at the first lookup. Names of clients are cached: they change only with a deployment. */
export function createDirectory(): Directory {
  const connect = async () => {
    const cognito = await import('@aws-sdk/client-cognito-identity-provider');
    return { cognito, client: new cognito.CognitoIdentityProviderClient({}) };
  };
  let connecting: ReturnType<typeof connect> | undefined;
  const connected = () => {
    connecting ??= connect();
    return connecting;
  };
  const clientNames = new Map<string, string>();
  return {
    async listFactors(userPoolId, username) {
      const { cognito, client } = await connected();
      const command = new cognito.AdminGetUserCommand({ UserPoolId: userPoolId, Username: username });
      return (await client.send(command)).UserMFASettingList ?? [];
    },
    async findClientName(userPoolId, clientId) {
      const known = clientNames.get(clientId);
      if (known !== undefined) return known;
      const { cognito, client } = await connected();
      const command = new cognito.DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId });
      const name = (await client.send(command)).UserPoolClient?.ClientName;
      if (name !== undefined) clientNames.set(clientId, name);
      return name;
    },
  };
}
