-- Validates the constraints of 0017 in a transaction of their own: it reads every row, but blocks no writes.
ALTER TABLE exam_results VALIDATE CONSTRAINT exam_results_effective_precision_known;
ALTER TABLE exam_results VALIDATE CONSTRAINT exam_results_effective_date_partial;
ALTER TABLE medical_history_entries VALIDATE CONSTRAINT medical_history_start_date_precision_known;
ALTER TABLE medical_history_entries VALIDATE CONSTRAINT medical_history_end_date_precision_known;
ALTER TABLE patients VALIDATE CONSTRAINT patients_birth_date_precision_known;
