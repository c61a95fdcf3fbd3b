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

type ExamType = 'consultation' | 'laboratory' | 'imaging' | 'cardiology' | 'procedure' | 'screening';

export interface SampleExam {
  title: string;
  type: ExamType;
  durationMinutes: number;
  code: Coding;
  performers: Specialty[];
  description: string;
  preparation: string;
}

const bringList = 'Bring a list of your medicines and any earlier reports.';
const fasting = 'Do not eat for 10 hours before the blood draw; water is allowed.';

const exam = (
  title: string,
  durationMinutes: number,
  code: Coding,
  performers: Specialty[],
  texts: { description: string; preparation?: string },
): Omit<SampleExam, 'type'> => ({
  title,
  durationMinutes,
  code,
  performers,
  preparation: 'No preparation needed.',
  ...texts,
});

const catalog: Record<ExamType, Omit<SampleExam, 'type'>[]> = {
  consultation: [
    exam('General consultation', 20, snomed('11429006', 'Consultation'), ['general'], {
      description: 'First visit for a new complaint or a yearly review.',
      preparation: bringList,
    }),
    exam('Follow-up consultation', 15, snomed('390906007', 'Follow-up encounter'), ['general', 'pediatrics'], {
      description: 'Review of a known condition and its treatment.',
      preparation: bringList,
    }),
    exam('Well-child visit', 30, snomed('410620009', 'Well child visit'), ['pediatrics'], {
      description: 'Growth, development and vaccinations.',
      preparation: 'Bring the vaccination card.',
    }),
    exam('Prenatal visit', 30, snomed('424619006', 'Prenatal visit'), ['gynecology'], {
      description: 'Routine care during pregnancy.',
      preparation: 'Bring the pregnancy record and a morning urine sample.',
    }),
    exam('Dermatology consultation', 20, snomed('11429006', 'Consultation'), ['dermatology'], {
      description: 'Examination of skin, hair and nails.',
      preparation: 'Come without make-up or nail polish.',
    }),
    exam('Endocrinology consultation', 40, snomed('11429006', 'Consultation'), ['endocrinology'], {
      description: 'Diabetes, thyroid and other hormonal conditions.',
      preparation: 'Bring your glucose diary and recent laboratory results.',
    }),
  ],
  laboratory: [
    exam('Complete blood count', 10, loinc('58410-2', 'CBC panel - Blood by Automated count'), ['pathology'], {
      description: 'Red cells, white cells and platelets.',
    }),
    exam('Lipid panel', 10, loinc('24331-1', 'Lipid 1996 panel - Serum or Plasma'), ['pathology'], {
      description: 'Cholesterol and triglycerides.',
      preparation: fasting,
    }),
    exam(
      'Comprehensive metabolic panel',
      10,
      loinc('24323-8', 'Comprehensive metabolic 2000 panel - Serum or Plasma'),
      ['pathology'],
      {
        description: 'Kidney and liver function, electrolytes and glucose.',
        preparation: fasting,
      },
    ),
    exam('Hemoglobin A1c', 10, loinc('4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'), ['pathology'], {
      description: 'Average blood glucose over three months.',
    }),
    exam('Thyroid function test', 10, loinc('3016-3', 'Thyrotropin [Units/volume] in Serum or Plasma'), ['pathology'], {
      description: 'Thyrotropin and free thyroxine.',
      preparation: 'Take thyroid tablets after the blood draw.',
    }),
    exam('Urinalysis', 10, loinc('24356-8', 'Urinalysis complete panel - Urine'), ['pathology'], {
      description: 'Test strip and microscopy of urine.',
      preparation: 'Bring a midstream morning sample, or give one here.',
    }),
    exam('Oral glucose tolerance test', 120, snomed('113076002', 'Glucose tolerance test'), ['pathology'], {
      description: 'Blood glucose before and two hours after a glucose drink.',
      preparation: `${fasting} Plan to stay for two hours.`,
    }),
    exam(
      'Prostate-specific antigen test',
      10,
      loinc('2857-1', 'Prostate specific Ag [Mass/volume] in Serum or Plasma'),
      ['pathology'],
      {
        description: 'Blood marker of the prostate.',
        preparation: 'Avoid cycling for two days before.',
      },
    ),
  ],
  imaging: [
    exam('Chest X-ray', 15, snomed('399208008', 'Plain chest X-ray'), ['radiology'], {
      description: 'Heart and lungs from two sides.',
      preparation: 'Take off jewelry; say if you may be pregnant.',
    }),
    exam('Abdominal ultrasound', 30, snomed('45036003', 'Ultrasonography of abdomen'), ['radiology'], {
      description: 'Liver, gallbladder, kidneys and spleen.',
      preparation: 'Do not eat for 6 hours before.',
    }),
    exam('Obstetric ultrasound', 40, snomed('268445003', 'Ultrasound scan - obstetric'), ['gynecology'], {
      description: 'Growth and position of the fetus.',
      preparation: 'Drink two glasses of water an hour before.',
    }),
    exam('Bone density scan', 30, snomed('312681000', 'Bone density scan'), ['radiology'], {
      description: 'Mineral density of spine and hip.',
      preparation: 'No calcium tablets for 24 hours before.',
    }),
  ],
  cardiology: [
    exam('Electrocardiogram', 20, snomed('29303009', 'Electrocardiographic procedure'), ['cardiology'], {
      description: 'Electrical activity of the heart at rest.',
      preparation: 'No lotion on the chest.',
    }),
    exam('Echocardiogram', 45, snomed('40701008', 'Echocardiography'), ['cardiology'], {
      description: 'Ultrasound of the heart.',
    }),
    exam('Exercise stress test', 60, snomed('76746007', 'Cardiovascular stress testing'), ['cardiology'], {
      description: 'Electrocardiogram while walking on a treadmill.',
      preparation: 'Wear sports shoes; no caffeine for 24 hours before.',
    }),
    exam('24-hour Holter monitor fitting', 30, loinc('18754-2', 'Holter monitor study'), ['cardiology'], {
      description: 'A recorder for the heart rhythm, worn for a day.',
      preparation: 'Shower before the visit; the recorder must stay dry.',
    }),
  ],
  procedure: [
    exam('Spirometry', 30, snomed('127783003', 'Spirometry'), ['general', 'pediatrics'], {
      description: 'How much and how fast you breathe out.',
      preparation: 'No inhaler for 6 hours before, unless you need it.',
    }),
    exam('Skin biopsy', 45, snomed('240977001', 'Biopsy of skin'), ['dermatology'], {
      description: 'A small sample of skin under local anesthesia.',
      preparation: 'Say if you take blood thinners.',
    }),
    exam(
      'Upper gastrointestinal endoscopy',
      60,
      snomed('76009000', 'Esophagogastroduodenoscopy'),
      ['gastroenterology'],
      {
        description: 'Examination of esophagus, stomach and duodenum.',
        preparation: 'Do not eat for 8 hours before; come with someone who takes you home.',
      },
    ),
    exam(
      'Diabetic foot examination',
      20,
      snomed('401191002', 'Diabetic foot examination'),
      ['endocrinology', 'general'],
      {
        description: 'Circulation and feeling of the feet.',
        preparation: 'Wear shoes that come off easily.',
      },
    ),
  ],
  screening: [
    exam('Screening mammogram', 30, snomed('71651007', 'Mammography'), ['radiology'], {
      description: 'X-ray of both breasts.',
      preparation: 'No deodorant or powder on the day.',
    }),
    exam(
      'Cervical cancer screening',
      20,
      snomed('171149006', 'Screening for malignant neoplasm of cervix'),
      ['gynecology'],
      {
        description: 'A smear of the cervix.',
        preparation: 'Book it outside your period.',
      },
    ),
    exam('Screening colonoscopy', 90, snomed('73761001', 'Colonoscopy'), ['gastroenterology'], {
      description: 'Examination of the whole colon.',
      preparation: 'Follow the bowel preparation sheet from the day before; come with someone who takes you home.',
    }),
  ],
};

/** The exam catalog. Titles are unique, because encounters refer to exams by title. */
export const sampleExams: SampleExam[] = (Object.keys(catalog) as ExamType[]).flatMap((type) =>
  catalog[type].map((details) => ({ ...details, type })),
);

export function findSampleExam(title: string): SampleExam {
  const exam = sampleExams.find((candidate) => candidate.title === title);
  if (!exam) throw new Error(`The exam ${title} is missing from exams.ts.`);
  return exam;
}
