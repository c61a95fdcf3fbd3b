import { type Coding, loinc, snomed } from './fhir.js';

export type Specialty =
  | 'general'
  | 'pediatrics'
  | 'cardiology'
  | 'gynecology'
  | 'radiology'
  | 'pathology'
  | 'endocrinology'
  | 'gastroenterology'
  | 'dermatology';

export type ExamType = 'consultation' | 'laboratory' | 'imaging' | 'cardiology' | 'procedure' | 'screening';

export interface SampleExam {
  title: string;
  type: ExamType;
  durationMinutes: number;
  code: Coding;
  performers: Specialty[];
  description: string;
  preparation: string;
}

const noPreparation = 'No preparation needed.';
const bringList = 'Bring a list of your medicines and any earlier reports.';
const fasting = 'Do not eat for 10 hours before the blood draw; water is allowed.';

type Row = [
  title: string,
  durationMinutes: number,
  code: Coding,
  performers: Specialty[],
  description: string,
  preparation: string,
];

const table: Record<ExamType, Row[]> = {
  consultation: [
    [
      'General consultation',
      20,
      snomed('11429006', 'Consultation'),
      ['general'],
      'First visit for a new complaint or a yearly review.',
      bringList,
    ],
    [
      'Follow-up consultation',
      15,
      snomed('390906007', 'Follow-up encounter'),
      ['general', 'pediatrics'],
      'Review of a known condition and its treatment.',
      bringList,
    ],
    [
      'Well-child visit',
      30,
      snomed('410620009', 'Well child visit'),
      ['pediatrics'],
      'Growth, development and vaccinations.',
      'Bring the vaccination card.',
    ],
    [
      'Prenatal visit',
      30,
      snomed('424619006', 'Prenatal visit'),
      ['gynecology'],
      'Routine care during pregnancy.',
      'Bring the pregnancy record and a morning urine sample.',
    ],
    [
      'Dermatology consultation',
      20,
      snomed('11429006', 'Consultation'),
      ['dermatology'],
      'Examination of skin, hair and nails.',
      'Come without make-up or nail polish.',
    ],
    [
      'Endocrinology consultation',
      40,
      snomed('11429006', 'Consultation'),
      ['endocrinology'],
      'Diabetes, thyroid and other hormonal conditions.',
      'Bring your glucose diary and recent laboratory results.',
    ],
  ],
  laboratory: [
    [
      'Complete blood count',
      10,
      loinc('58410-2', 'CBC panel - Blood by Automated count'),
      ['pathology'],
      'Red cells, white cells and platelets.',
      noPreparation,
    ],
    [
      'Lipid panel',
      10,
      loinc('24331-1', 'Lipid 1996 panel - Serum or Plasma'),
      ['pathology'],
      'Cholesterol and triglycerides.',
      fasting,
    ],
    [
      'Comprehensive metabolic panel',
      10,
      loinc('24323-8', 'Comprehensive metabolic 2000 panel - Serum or Plasma'),
      ['pathology'],
      'Kidney and liver function, electrolytes and glucose.',
      fasting,
    ],
    [
      'Hemoglobin A1c',
      10,
      loinc('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'),
      ['pathology'],
      'Average blood glucose over three months.',
      noPreparation,
    ],
    [
      'Thyroid function test',
      10,
      loinc('3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma'),
      ['pathology'],
      'Thyrotropin and free thyroxine.',
      'Take thyroid tablets after the blood draw.',
    ],
    [
      'Urinalysis',
      10,
      loinc('24356-8', 'Urinalysis complete panel - Urine'),
      ['pathology'],
      'Test strip and microscopy of urine.',
      'Bring a midstream morning sample, or give one here.',
    ],
    [
      'Oral glucose tolerance test',
      120,
      snomed('113076002', 'Glucose tolerance test'),
      ['pathology'],
      'Blood glucose before and two hours after a glucose drink.',
      `${fasting} Plan to stay for two hours.`,
    ],
    [
      'Prostate-specific antigen test',
      10,
      loinc('2857-1', 'Prostate specific Ag [Mass/volume] in Serum or Plasma'),
      ['pathology'],
      'Blood marker of the prostate.',
      'Avoid cycling for two days before.',
    ],
  ],
  imaging: [
    [
      'Chest X-ray',
      15,
      snomed('399208008', 'Plain chest X-ray'),
      ['radiology'],
      'Heart and lungs from two sides.',
      'Take off jewelry; say if you may be pregnant.',
    ],
    [
      'Abdominal ultrasound',
      30,
      snomed('45036003', 'Ultrasonography of abdomen'),
      ['radiology'],
      'Liver, gallbladder, kidneys and spleen.',
      'Do not eat for 6 hours before.',
    ],
    [
      'Obstetric ultrasound',
      40,
      snomed('268445003', 'Ultrasound scan - obstetric'),
      ['gynecology'],
      'Growth and position of the fetus.',
      'Drink two glasses of water an hour before.',
    ],
    [
      'Bone density scan',
      30,
      snomed('312681000', 'Bone density scan'),
      ['radiology'],
      'Mineral density of spine and hip.',
      'No calcium tablets for 24 hours before.',
    ],
  ],
  cardiology: [
    [
      'Electrocardiogram',
      20,
      snomed('29303009', 'Electrocardiographic procedure'),
      ['cardiology'],
      'Electrical activity of the heart at rest.',
      'No lotion on the chest.',
    ],
    [
      'Echocardiogram',
      45,
      snomed('40701008', 'Echocardiography'),
      ['cardiology'],
      'Ultrasound of the heart.',
      noPreparation,
    ],
    [
      'Exercise stress test',
      60,
      snomed('76746007', 'Cardiovascular stress testing'),
      ['cardiology'],
      'Electrocardiogram while walking on a treadmill.',
      'Wear sports shoes; no caffeine for 24 hours before.',
    ],
    [
      '24-hour Holter monitor fitting',
      30,
      loinc('18754-2', 'Holter monitor study'),
      ['cardiology'],
      'A recorder for the heart rhythm, worn for a day.',
      'Shower before the visit; the recorder must stay dry.',
    ],
  ],
  procedure: [
    [
      'Spirometry',
      30,
      snomed('127783003', 'Spirometry'),
      ['general', 'pediatrics'],
      'How much and how fast you breathe out.',
      'No inhaler for 6 hours before, unless you need it.',
    ],
    [
      'Skin biopsy',
      45,
      snomed('240977001', 'Biopsy of skin'),
      ['dermatology'],
      'A small sample of skin under local anesthesia.',
      'Say if you take blood thinners.',
    ],
    [
      'Upper gastrointestinal endoscopy',
      60,
      snomed('76009000', 'Esophagogastroduodenoscopy'),
      ['gastroenterology'],
      'Examination of esophagus, stomach and duodenum.',
      'Do not eat for 8 hours before; come with someone who takes you home.',
    ],
    [
      'Diabetic foot examination',
      20,
      snomed('401191002', 'Diabetic foot examination'),
      ['endocrinology', 'general'],
      'Circulation and feeling of the feet.',
      'Wear shoes that come off easily.',
    ],
  ],
  screening: [
    [
      'Screening mammogram',
      30,
      snomed('71651007', 'Mammography'),
      ['radiology'],
      'X-ray of both breasts.',
      'No deodorant or powder on the day.',
    ],
    [
      'Cervical cancer screening',
      20,
      snomed('171149006', 'Screening for malignant neoplasm of cervix'),
      ['gynecology'],
      'A smear of the cervix.',
      'Book it outside your period.',
    ],
    [
      'Screening colonoscopy',
      90,
      snomed('73761001', 'Colonoscopy'),
      ['gastroenterology'],
      'Examination of the whole colon.',
      'Follow the bowel preparation sheet from the day before; come with someone who takes you home.',
    ],
  ],
};

/** The exam catalog. Titles are unique, because encounters refer to exams by title. */
export const sampleExams: SampleExam[] = (Object.keys(table) as ExamType[]).flatMap((type) =>
  table[type].map(([title, durationMinutes, code, performers, description, preparation]) => ({
    title,
    type,
    durationMinutes,
    code,
    performers,
    description,
    preparation,
  })),
);

export function findSampleExam(title: string): SampleExam {
  const exam = sampleExams.find((candidate) => candidate.title === title);
  if (!exam) throw new Error(`The exam ${title} is missing from exams.ts.`);
  return exam;
}
