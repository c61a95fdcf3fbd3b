import { createHash } from 'node:crypto';
import { cloudwatchResources } from './cloud/cloudwatch.js';
import { iamResources } from './cloud/iam.js';
import { lambdaResources } from './cloud/lambda.js';

/** A resource that AWS is asked to make. */
export interface Request {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** What AWS would add to the inputs: the id, the ARN, names and addresses, in their real formats. */
export type Response = { readonly id: string } & Readonly<Record<string, unknown>>;

export type Responder = (request: Request, place: Place) => Response;

/** The account that an offline plan is made for; AWS's own example number. */
export const previewPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

/** Characters that stand for those which AWS or Pulumi would draw; the same for the same resource. */
export const drawn = (name: string, length: number): string =>
  createHash('sha256').update(name).digest('hex').slice(0, length);

/** The name that Pulumi gives where the program gives none. */
export const autoName = ({ name, inputs }: Request, input = 'name'): string =>
  typeof inputs[input] === 'string' ? inputs[input] : `${name}-${drawn(name, 7)}`;

const responders: Readonly<Record<string, Responder>> = {
  ...cloudwatchResources,
  ...iamResources,
  ...lambdaResources,
};

/**
 * What AWS would answer.
 * @throws Error for a type whose answer nobody has written down: a made-up one would hide mistakes in what uses it
 */
export function respond(request: Request, place: Place): Response {
  const responder = responders[request.type];
  if (responder === undefined) {
    throw new Error(
      `${request.type} (${request.name}): infra/preview/cloud/ does not say what AWS answers for this type`,
    );
  }
  return responder(request, place);
}

/** Look-ups: the program may ask for nothing but these. */
const lookUps: Readonly<Record<string, (place: Place) => Record<string, unknown>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': ({ partition, accountId }) => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:role/preview`,
    id: accountId,
    userId: 'AROAEXAMPLEPREVIEW:preview',
  }),
  'aws:index/getPartition:getPartition': ({ partition }) => ({
    partition,
    id: partition,
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:secretsmanager/getRandomPassword:getRandomPassword': () => ({
    randomPassword: drawn('password', 40),
    id: 'none',
  }),
};

/** @throws Error for a look-up that an offline plan can't answer */
export function lookUp(token: string, place: Place): Record<string, unknown> {
  const answer = lookUps[token];
  if (answer === undefined) throw new Error(`${token}: an offline plan can't answer this look-up`);
  return answer(place);
}
