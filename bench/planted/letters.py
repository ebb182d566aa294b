"""Longer and freer texts, written after the first version of the guard as a second opinion.

What the guard missed of the first two batches was mended; the third was written after that. Of it,
what was told falsely was mended, and nothing else. `blind_letters` are of another hand.
"""

from bench.planted.phrases import Phrase

FIRST = [
    Phrase(
        "Hi team, quick update on {first}. He had a meltdown in math again and the SRO had to be "
        "called. {name} will be on a safety plan starting Monday.",
        "student",
    ),
    Phrase(
        "Referral to Student Assistance Team\nName: {name}\nGrade: 8\n"
        "Reason for referral: frequent crying in class, cutting on her arms",
        "student",
    ),
    Phrase(
        "Manifestation determination for {name} was held on 3/4/2024; the team found the conduct "
        "was related to his disability.",
        "student",
    ),
    Phrase("We are proud of {name}, who despite his ADHD made honor roll.", "student"),
    Phrase("Parent of {name} requested an evaluation for dyslexia on October 3.", "student"),
    Phrase(
        "Home visit log 10/12: spoke to grandmother of {name}; family is living in a shelter.",
        "student",
    ),
    Phrase("Enrollment: {name}; birth date {dob}; enters grade 7", "birth_date", "student"),
    Phrase("ssn: {ssn_}", "ssn"),
    Phrase("CT SASID for the transfer student is {sasid}.", "sasid"),
    Phrase(
        "The boy, {name}, disclosed that his stepfather hits him; mandated reporter call made.",
        "student",
    ),
    Phrase(
        "Summary of hearing: the Board voted to expel {name} for possession of a knife.", "student"
    ),
    Phrase(
        "Nurse: please give {name} her inhaler before PE, asthma action plan on file.", "student"
    ),
    Phrase("{name}'s WISC-V full scale IQ was 82.", "student"),
    Phrase("Congratulations to Principal {staff}, 2024 Middle School Principal of the Year."),
    Phrase("The varsity team won 3-1 on October 12, 2024; coach {staff} praised the defense."),
    Phrase("Job posting: Special Education Teacher, 1.0 FTE. Apply to {staff} by June 1, 2024."),
    Phrase("Workshop: Managing anxiety in the classroom, with Dr. {staff}, author of two books."),
    Phrase("Anne Sullivan taught Helen Keller, who was deaf and blind; read the biography."),
    Phrase("Team: {staff}, {staff2}. Goal: cut suspensions of students with disabilities by 10 %."),
    Phrase("Thank you to {staff}, who wrote the 504 handbook."),
    Phrase("Presenters: {staff} (Derby) and {staff2} (Canton): Practices instead of suspension"),
    Phrase("Facility: 0151011 Order 4417203958 Invoice 212345678"),
    Phrase("Interview with {staff} about how his school lowered absenteeism and suspensions."),
    Phrase("{school} reported 4 suspensions and 12 detentions."),
]

SECOND = [
    Phrase(
        "Good morning, {name} will be out until Thursday; she was admitted to the psychiatric unit "
        "on Sunday night.",
        "student",
    ),
    Phrase(
        "Notes from today's meeting\nStudent: {name}\nConcerns: reads two years below grade level\n"
        "Decision: refer for a special education evaluation",
        "student",
    ),
    Phrase(
        "I spoke with Mrs. {last} about {name}. He pushed another boy in the hallway and got a two "
        "day out-of-school suspension.",
        "student",
    ),
    Phrase("Shoutout to {first}! Our student {name} finished the year off probation.", "student"),
    Phrase(
        "{name} is a foster child and may not be picked up by his biological father.", "student"
    ),
    Phrase("Case study: {name}, a ninth grader with an IEP, earned two credits.", "student"),
    Phrase("Attached is the behavior intervention plan for {turned} (gr. 3).", "student"),
    Phrase("{name} tested positive for THC and will see the hearing officer.", "student"),
    Phrase("On the WIDA ACCESS {name} scored 2.1; she came from Honduras last fall.", "student"),
    Phrase("Custody: {name} lives with mother; a restraining order is in place.", "student"),
    Phrase("Student {name} - born {dob_long} - new to district", "birth_date", "student"),
    Phrase("Name/DOB: {name}, {dob}", "birth_date", "student"),
    Phrase("Birthday list for cupcakes: {name} {dob_short}", "birth_date", "student"),
    Phrase("Her S.S.N. is {ssn}", "ssn"),
    Phrase("Emergency card. {name}. Social Security #{ssn9}", "ssn"),
    Phrase("Use the state-assigned number {sasid} for the transfer record.", "sasid"),
    Phrase("State ID# {sasid}, local ID 55120", "sasid"),
    Phrase("{staff} retired after 30 years as a special education teacher at {school}."),
    Phrase(
        "Reading list: The Curious Incident of the Dog in the Night-Time by Mark Haddon (autism)."
    ),
    Phrase("Alumni news: {staff}, class of 1998, is now a pediatrician in {school}'s town."),
    Phrase("Officer {staff} of the police department spoke to grade 8 about vaping."),
    Phrase("The 504 team consists of {staff}, {staff2} and the school nurse, {staff3}."),
    Phrase("Write to State Senator {staff} about funding for special education."),
    Phrase("Scenario: A student, Alex, is sent to the office for fighting. What do you do?"),
    Phrase("Parents can reach counselor {staff} about 504 plans at extension 221."),
    Phrase("Serial no. 4410293817 and warranty 212-34-5678-A came with the projector."),
    Phrase("Photos by {staff}. Story: how advisory cut suspensions at {school}."),
    Phrase("The Jackson Academy and the Carter Center hosted the conference on disability rights."),
]

THIRD = [
    Phrase(
        "Please keep an eye on {name} at lunch this week. Other kids have been calling her names "
        "and she ate alone in the library twice.",
        "student",
    ),
    Phrase("Locker search of {name}: one pocket knife, a lighter, no drugs.", "student"),
    Phrase("{name} has been crying every morning since her dad moved out.", "student"),
    Phrase("We agreed that {name} will repeat grade 3.", "student"),
    Phrase(
        "Translation needed for the parents of {name}, who arrived from Haiti in May.", "student"
    ),
    Phrase(
        "Dear families,\nthe PTO thanks all. On another matter, {name} owes $41.20 for lunch.",
        "student",
    ),
    Phrase("{name}: 14 office referrals since September, mostly for defiance.", "student"),
    Phrase("Present levels: {name} decodes at a second grade level and avoids writing.", "student"),
    Phrase(
        "To whom it may concern: {name} was under my care for mononucleosis. Excuse all absences.",
        "student",
    ),
    Phrase("The mother of {name} asked that he not be told about the autism diagnosis.", "student"),
    Phrase("Seat {name} in front; he is hard of hearing in the left ear.", "student"),
    Phrase("Outcome: student {name} placed at the alternative program for 45 days.", "student"),
    Phrase(
        "Passport copy filed. {turned}, {dob_long}, male. Date of birth confirmed.",
        "birth_date",
        "student",
    ),
    Phrase("{name} turns five; DOB is {dob_iso}.", "birth_date", "student"),
    Phrase("SSN for {name} = {ssn9}", "ssn", "student"),
    Phrase("social security no. {ssn_} ({name})", "ssn"),
    Phrase("Transcript request, State Assigned Student Identifier {sasid}", "sasid"),
    Phrase("{name} (SASID {sasid}) needs a PSIS exit code.", "sasid", "student"),
    Phrase("{staff} joined the board in 2012. She chairs the policy committee."),
    Phrase("Keynote: {staff} on why punishment fails and what restorative schools do."),
    Phrase("As {staff} puts it, a referral is a question. Her school cut referrals in half."),
    Phrase("Rosa Parks was arrested on December 1, 1955. Her courage changed the law."),
    Phrase("Call {staff} in the district office about transportation for homeless families."),
    Phrase("Our nurse {staff} keeps EpiPens in the cafeteria."),
    Phrase("{staff} and {staff2} piloted the check-in for students with anxiety."),
    Phrase("Case 2024-118-0042 was closed. Ticket 3019482217 is open."),
    Phrase("Dr. {staff} (University of Connecticut) studies dyslexia and reading."),
    Phrase("Adapted from materials by {staff}, Yale Child Study Center, on anxiety in children."),
    Phrase("Poem by Emily Dickinson; students write about depression or hope."),
    Phrase("The {school} handbook explains detention, suspension and expulsion."),
]
