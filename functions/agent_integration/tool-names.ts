export const toolNames = ['lookUpPatients', 'findAvailability', 'bookReservation', 'searchKnowledge'] as const;
export type ToolName = (typeof toolNames)[number];
