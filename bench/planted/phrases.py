"""What people write about students, and what looks like it: sentences with their labels.

`{first}`, `{name}`, `{turned}` … are a student's; `{other}` is another student; `{staff}` is
someone who works at the school. `{ssn}` is whole, `{ssn9}` bare, `{ssn_}` with blanks.
"""

from typing import NamedTuple


class Phrase(NamedTuple):
    text: str
    kinds: str = ""
    allowed: str = ""


SECRET: dict[str, list[Phrase]] = {
    "ssn": [
        Phrase("Social Security Number: {ssn}", "ssn"),
        Phrase("Applicant {name}, SSN {ssn9}, has been cleared by the business office.", "ssn"),
        Phrase("Please use SS# {ssn_} when you file the working papers.", "ssn"),
        Phrase("Her social is {ssn}; please keep it on file for the free lunch form.", "ssn"),
        Phrase("Parent / guardian: {name}    Soc. Sec. No. {ssn}", "ssn"),
        Phrase("Número de seguro social: {ssn}", "ssn"),
        Phrase("W-4 on file for {name} ({ssn}).", "ssn"),
        Phrase("Background check requested. Last name {last}, SSN: {ssn9}", "ssn"),
    ],
    "sasid": [
        Phrase("SASID: {sasid}", "sasid"),
        Phrase("State assigned student ID {sasid} could not be matched in PSIS.", "sasid"),
        Phrase(
            "Please correct the record of student {sasid} (state ID) before October 1.", "sasid"
        ),
        Phrase("{name}, SASID {sasid}, moved in from another district.", "sasid", "student"),
        Phrase("State Student Identifier: {sasid}    Grade: 7", "sasid"),
        Phrase("The PSIS exception report lists SASID #{sasid} twice.", "sasid"),
        Phrase("Student state ID no. {sasid}; facility code 0151011.", "sasid"),
        Phrase("Two SASIDs were merged: {sasid} and {sasid2}.", "sasid"),
    ],
    "birth_date": [
        Phrase("{name} (DOB {dob}) will start on Monday.", "birth_date", "student"),
        Phrase("Student: {name}    Date of Birth: {dob}", "birth_date", "student"),
        Phrase("{first} {last}, born {dob_long}, enters kindergarten.", "birth_date", "student"),
        Phrase("Name: {turned}   Birthdate: {dob_iso}   Gender: F", "birth_date", "student"),
        Phrase(
            "Registration for {name}, whose date of birth is {dob_long}.", "birth_date", "student"
        ),
        Phrase("Child's name {name} D.O.B. {dob_short}", "birth_date", "student"),
        Phrase("Nombre: {name}  Fecha de nacimiento: {dob}", "birth_date", "student"),
        Phrase(
            "{first} was born on {dob_long} and lives with his grandmother.",
            "birth_date",
            "student",
        ),
    ],
    "iep": [
        Phrase("{name} has an IEP for a specific learning disability in reading.", "student"),
        Phrase("The PPT for {name} met on Tuesday and added 30 minutes of speech.", "student"),
        Phrase("Student: {name}\nPrimary disability: Autism\nPlacement: co-taught", "student"),
        Phrase("We reviewed the 504 plan of {name}, who needs extended time.", "student"),
        Phrase("{first} {last} was diagnosed with ADHD in second grade.", "student"),
        Phrase("{name}'s IEP calls for a one-to-one paraprofessional.", "student"),
        Phrase("IEP meeting notes: {name}, grade 4. Mother reports trouble sleeping.", "student"),
        Phrase(
            "{turned} qualifies for special education under Other Health Impairment.", "student"
        ),
        Phrase("Accommodations for {name} under Section 504: preferential seating.", "student"),
        Phrase("{name} takes medication for anxiety at noon in the nurse's office.", "student"),
    ],
    "behavior": [
        Phrase("Your son {name} was suspended for three days for fighting.", "student"),
        Phrase(
            "This letter is about {name}, who received an office referral on Monday.", "student"
        ),
        Phrase("{name} was expelled after a hearing before the board.", "student"),
        Phrase(
            "Discipline log: {name}, vaping in the restroom, two days in-school suspension.",
            "student",
        ),
        Phrase(
            "On Friday {name} threatened {other} in the cafeteria and was sent home.", "student"
        ),
        Phrase(
            "Your daughter {name} has been absent 23 days and is chronically absent.", "student"
        ),
        Phrase(
            "We filed a DCF report about {name} after the disclosure to the counselor.", "student"
        ),
        Phrase(
            "Incident report. Student involved: {name}. Nature: bullying on the bus.", "student"
        ),
        Phrase("{name} is failing Algebra I and has a GPA of 1.4.", "student"),
        Phrase(
            "{name} and {other} receive free lunch; please waive the field trip fee.", "student"
        ),
    ],
}

HARMLESS: list[Phrase] = [
    # Forms and samples.
    Phrase("Student name: ______________  DOB: ___/___/_____  SASID: __________"),
    Phrase("Social Security Number: XXX-XX-XXXX (do not send by e-mail)"),
    Phrase("Sample form. Name: Jane Doe, SSN {sample_ssn}, Date of birth: 01/01/2000"),
    Phrase("Enter the SSN as 000-00-0000 if the family declines to give it."),
    Phrase("[Student name] has an IEP that calls for [accommodation]."),
    Phrase("Student A was suspended twice; Student B has a 504 plan."),
    Phrase("The SASID is a ten-digit number given by the state; DOB is entered as MMDDYYYY."),
    Phrase("In the example record 9999999999 stands for the SASID."),
    # Policy.
    Phrase(
        "A student with an IEP may not be suspended for more than ten days without a PPT meeting."
    ),
    Phrase("Contact the Section 504 coordinator, {staff}, with questions about accommodations."),
    Phrase("{staff}, Director of Special Education, presented the new IEP system CT-SEDS."),
    Phrase("Dr. {staff} reported that suspensions fell from 84 to 51 and that 14 % have an IEP."),
    Phrase("Discipline policy adopted by the Board of Education on June 12, 2024."),
    Phrase("Schools must report birth dates, race codes and lunch status in PSIS by October 1."),
    Phrase("The Every Student Succeeds Act asks for data on students with disabilities."),
    Phrase("Never store social security numbers in the gradebook."),
    Phrase("Principal {staff} met the attendance team about chronic absenteeism in Grade 9."),
    Phrase("Assistant Principal {staff} handles discipline for grades 7 and 8."),
    # Numbers that look alike.
    Phrase("Call the main office at {phone} or fax {phone2}."),
    Phrase("ISBN 0-470-53767-8; ISBN-10 0470537678; ISBN-13 978-0-470-53767-8"),
    Phrase("Purchase order 2024009817 for 300 Chromebooks, invoice no. 459983021."),
    Phrase("Federal EIN 06-6001234, grant award S010A230007, ZIP 06106-1234."),
    Phrase("Conference line {phone9}, meeting ID 845 2210 9934, passcode 221099."),
    Phrase("Facility code 0641011, state contract 19PSX0231, part number 412-55-0098-B."),
    Phrase("Between 2019-20 and 2023-24 enrollment fell from 1,204,553,210 to fewer dollars."),
    # Dates and people that are no students.
    Phrase("The open house takes place on September 12, 2024; conferences on 11/14/2024."),
    Phrase(
        "Ella Grasso, born on May 10, 1919, was the first woman elected governor in her own right."
    ),
    Phrase("Prudence Crandall (born September 3, 1803) opened a school in Canterbury."),
    Phrase("{staff} has been principal since July 1, 2015 and holds a doctorate in education."),
    Phrase("Kindergarten: children must turn five by September 1, 2024 (born before 09/01/2019)."),
    Phrase("Elmore, R. F. (2004). School reform from the inside out. Harvard Education Press."),
    Phrase("Bryk, A. S., & Schneider, B. (2002). Trust in schools. New York: Russell Sage."),
    Phrase(
        "Our partners include the {school}, {school2} and the Connecticut Association of Schools."
    ),
    Phrase("Minutes. Present: {staff}, {staff2}, {staff3}. Absent: none. Topic: discipline data."),
    Phrase("Thanks to {staff} and {staff2} for leading the restorative practices workshop."),
    Phrase("Martin Luther King was suspended in time by the photograph; the class discussed it."),
    Phrase("Book club: {staff} recommends Lost at School by Ross Greene on behavior."),
]

# Lines that any memo has; none of them is about a student.
FILLER = [
    "The leadership team meets every second Tuesday at 2:45 in the library.",
    "For questions call {staff} at {phone} or write to office@example.org.",
    "Our attendance rose from 91.2 % to 93.8 % within one year (2022-23 to 2023-24).",
    "We began with one grade band and widened the practice to all of {school}.",
    "Teachers look at the data by team and choose one next step each.",
    "The plan was approved by the Board of Education on March 5, 2024.",
    "Grades K-5 meet in the morning, grades 6-8 after lunch.",
    "Families receive a letter in English, Spanish and Portuguese.",
    "Principal {staff} opens each week with a five-minute reflection.",
    "See also Marzano (2003) and the Connecticut School Leadership Standards.",
]
