/** The assistant's tools, by the names of the API's operations that they are. */
export const toolNames = ['lookUpPatients', 'findAvailability', 'bookReservation', 'searchKnowledge'] as const;
export type ToolName = (typeof toolNames)[number];
