import type * as aws from '@pulumi/aws';

/** Who is given access: the owner of a resource attaches one narrow policy to the role. */
export interface Grantee {
  /** Goes into the logical names of what is attached. */
  readonly name: string;
  readonly role: aws.iam.Role;
}
