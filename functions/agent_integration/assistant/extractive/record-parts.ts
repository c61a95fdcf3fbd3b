import { folded, wordsOf } from './words.js';

/** The headings of a record's summary, each with words by which people ask for that part in English and in Spanish. */
const parts = {
  Medications:
    'medication medications medicine medicines medicament drug drugs pills prescription prescriptions medicamento medicamentos medicación medicina medicinas fármaco fármacos pastillas receta recetas',
  Allergies: 'allergy allergies allergic alergia alergias alérgico alérgica',
  Conditions:
    'condition conditions diagnosis diagnoses disease diseases illness illnesses condición condiciones diagnóstico diagnósticos enfermedad enfermedades',
  Procedures:
    'procedure procedures surgery surgeries operation operations procedimiento procedimientos cirugía cirugías operación operaciones',
  'Latest results': 'result results resultado resultados',
  Appointments: 'appointment appointments visit visits cita citas turno turnos',
} as const;

export type RecordPart = keyof typeof parts;

const partOfWord = new Map(
  Object.entries(parts).flatMap(([part, words]) =>
    folded(words)
      .split(' ')
      .map((word) => [word, part as RecordPart]),
  ),
);

/** The part of a record that a word stands for. */
export const partOf = (word: string): RecordPart | undefined => partOfWord.get(folded(word));

/** The part of a record that a question is about, the first where it names several. */
export const partIn = (question: string): RecordPart | undefined =>
  wordsOf(question)
    .map(partOf)
    .find((part) => part !== undefined);

/** Whether a passage's first line, its title and headings, ends with the heading. */
export const isOfPart = (passage: string, part: RecordPart): boolean =>
  passage.split('\n', 1)[0]?.endsWith(` › ${part}`) ?? false;
