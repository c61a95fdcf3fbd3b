export async function runMutations(_options: { json: boolean }): Promise<void> {}
