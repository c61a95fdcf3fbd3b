export interface EndpointPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Only principals of this account get through: stolen keys of another account can't carry data out by this door. */
export const accountOnly = ({ accountId }: EndpointPlace): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PrincipalsOfThisAccount',
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
      },
    ],
  });

/** Buckets of this account for principals of this account; nothing can be copied to somebody else's bucket. */
export const ownBucketsOnly = ({ accountId }: EndpointPlace): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'BucketsOfThisAccount',
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId, 'aws:ResourceAccount': accountId } },
      },
    ],
  });
