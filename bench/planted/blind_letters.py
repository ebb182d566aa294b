"""Letters by somebody who had seen neither the guard nor the other batches.

Nothing was ever changed because of what the guard makes of them: they tell how it does. One tells
a birth date, which its author had not labeled.
"""

from bench.planted.phrases import Phrase

BLIND = [
    Phrase(
        "Hi all,\nJust a heads-up before Monday. {name} will be out most of the week. Grandma "
        "passed on Saturday and {first} was the one who found her. Please go easy on the missing "
        "work.\nThanks,\n{staff}",
        "student",
    ),
    Phrase(
        "Our attendance team meets every Tuesday at 7:30 and works down a list of the twenty "
        "families we worry about most. We begin with good news, then each member takes two "
        "calls. Last winter, for example, {name} had not been seen for eleven days, and it "
        "turned out the family was sleeping in their van behind the Walmart. A gas card and a "
        "bus route change fixed more than any letter would have. Since we began, chronic absence "
        "at {school} has dropped from 24 to 15 percent. Any school could copy this with one hour "
        "a week and a shared spreadsheet.",
        "student",
    ),
    Phrase(
        "{turned} - wet herself again during assembly, kids noticed. Spare clothes in my bottom "
        "drawer.",
        "student",
    ),
    Phrase(
        "Can somebody else please take {name} at lunch? The other boys won't sit with him and "
        "yesterday he ate in the stairwell by himself.",
        "student",
    ),
    Phrase(
        "Grade 4 team notes, Oct. 12\nPresent: {staff}, {staff2}, {staff3}\n1. Field trip money "
        "due Friday.\n2. Fractions unit: everyone will use the number line tasks first.\n3. "
        "{name} still can't tell b from d and guesses from the first letter. Mom says it runs in "
        "the family.\n4. Picture day moved to the 20th.",
        "student",
    ),
    Phrase(
        "Dear Mr. and Mrs. {last},\nI am sorry to have to write that {name} was caught with a "
        "vape pen in the second floor restroom this morning. This is the second time this year. "
        "{first} will stay home Thursday and Friday and may come back Monday after the three of "
        "us have talked.\nSincerely,\n{staff}, Assistant Principal",
        "student",
    ),
    Phrase(
        "In this lesson study cycle we asked how students come to see area as covering. {staff} "
        "taught while four of us watched one table each. At my table, {name} copied every answer "
        "from her neighbor and, when asked to explain, started to cry. The others tiled the "
        "rectangle in rows and saw the shortcut quickly. In the second teaching we will cut the "
        "worksheet from eight items to three and let children talk before they write.",
        "student",
    ),
    Phrase(
        "Quick note from the bus garage: {name} threw up on route 9 this afternoon, and he told "
        "the driver he'd drunk some of his dad's beer before school.",
        "student",
    ),
    Phrase(
        "When {name} came to us in third grade, she did not speak. Not a word, not to anyone, "
        "for five months. Her teacher, {staff}, kept a little whiteboard on the desk between "
        'them. One morning in February {first} wrote, "My dad is in jail," and after that the '
        "words slowly came.",
        "student",
    ),
    Phrase(
        "Board minutes, closed session summary posted in error: the Board voted 5-0 to keep "
        "{name} out of {school} for the rest of the year after the knife was found in his "
        "locker. Motion by {staff}, second by {staff2}.",
        "student",
    ),
    Phrase(
        "Please do not let {name} go home with anyone but her aunt. There's a judge's order and "
        "the father showed up in the parking lot on Tuesday.",
        "student",
    ),
    Phrase(
        "Hey {staff},\nthanks for covering! Seating chart is on the clipboard, attendance goes "
        "in by 8:20, and the spelling pages are in the red bin. If {name} puts his head down, "
        "leave him be, he's on new pills that make him sleepy. Recess is at 10:15 and the key "
        "for the ball closet hangs behind the door. Snacks are in the cupboard. Have a great day!",
        "student",
    ),
    Phrase(
        "{name} owes $84.50 in the cafeteria and the checks from home keep bouncing.",
        "student",
    ),
    Phrase(
        "Coaching log, cycle 3. Goal: more student talk in {staff}'s second period. We tallied "
        "who spoke: nine of 27 students did not say a word. Chose three to watch. One of them, "
        "{name}, stutters and has decided it is safer to look lazy; the class snickers when he "
        "tries. We'll try partner rehearsals before whole-group share. Next visit Nov. 3.",
        "student",
    ),
    Phrase(
        "As a first-year counselor I often doubted myself. {name}, a ninth grader, came to my "
        "office with fresh cuts on both arms and asked me not to tell. I told, of course. She "
        "didn't speak to me until spring, and then she thanked me.",
        "student",
    ),
    Phrase(
        "Subject: tomorrow's meeting\n\n{staff}, before we sit down with the family: {name} "
        "reads about like a first grader, and I don't think anyone has said that out loud to the "
        "parents yet. Stepdad gets loud. Maybe {staff2} could join us?",
        "student",
    ),
    Phrase(
        "We want to thank the Rotary Club for the winter coats. Forty-one children went home "
        "warm. {name}, who had been walking to {school} in a hoodie because there is no money at "
        "home since his mom lost her job, picked a red one and would not take it off in class. "
        "Gifts like yours matter more than you know.",
        "student",
    ),
    Phrase(
        "The nurse says it's lice again for {turned}. Third round. The house is, in her words, "
        "not clean.",
        "student",
    ),
    Phrase(
        "Observation, Room 12, 9:05-9:40\nTeacher greets at door. Objective on board. Children "
        "move to rug by table color.\n9:14 {name} crawls under the table and barks when called. "
        "Aide sits nearby.\n9:22 Turn and talk, strong.\n9:31 {first} bites the aide on the "
        "wrist.\n9:40 Class lines up for music.",
        "student",
    ),
    Phrase(
        "Restorative circles took us two years to get right. Staff needed practice; so did I. "
        "What changed minds was a circle in March. Someone had passed around a picture of {name} "
        "without her shirt, and half the eighth grade had seen it. She chose to sit in the "
        "circle with the three boys who had forwarded it. Nobody who was there has forgotten it. "
        "Today every teacher at {school} leads at least one circle a month, and referrals have "
        "fallen by a third.",
        "student",
    ),
    Phrase(
        "{name} (born {dob}) won't be walking at graduation. She's two and a half credits short "
        "and hasn't told her parents she's expecting.",
        "student",
        "birth_date",
    ),
    Phrase(
        "Good morning, counselors. Three things: PSAT boxes arrive Wednesday, the college fair "
        "needs two more tables, and {name} has been telling friends he doesn't want to be here "
        "anymore. {staff} is with him now. Please keep an ear out.",
        "student",
    ),
    Phrase(
        "I understand {name} wants back on the team. My answer is no. He lied to me about the "
        "weekend, he cussed out a ref, and he's failing two classes on top of it.\nCoach {staff}",
        "student",
    ),
    Phrase(
        "Our grant pays for an after-school reading room staffed by two retired teachers and six "
        "high school tutors. The room is open four days a week and serves about 35 children. "
        "Fall to spring, the group gained more than a year. One of them, {name}, came here from "
        "Honduras without his parents at age nine, had never sat in a classroom, and hid food in "
        "his backpack. He is now reading chapter books. We ask the foundation to renew its "
        "support for two more years.",
        "student",
    ),
    Phrase(
        "Mom called. {name} has to wear the brace 18 hours a day until summer and is mortified "
        "about gym, so let her change in my office. {staff}",
        "student",
    ),
    Phrase(
        "{first}'s foster mother phoned to say they're giving {first} up at the end of the "
        "month. So that will be home number six. I haven't the heart to tell the class that "
        "{name} is leaving.",
        "student",
    ),
    Phrase(
        "Math department, common planning\nWe looked at the unit 5 quiz together. Most errors "
        "came from the distributive property. {staff} shared her area-model warm-up, which we "
        "will all try. {staff2} noted that {name} got 3 out of 20 and wrote 'im stupid' across "
        "the top. Retakes open through Thursday.",
        "student",
    ),
    Phrase(
        "Everyone knows it was {name} who took the money out of {staff}'s purse. It's on the "
        "hallway camera.",
        "student",
    ),
    Phrase(
        "Team,\n{name} will be coming back after spring break as a boy, and the family has asked "
        "that we not make a fuss. New name tag is in the office. {staff2} will speak with the "
        "P.E. teachers about changing.\n{staff}",
        "student",
    ),
    Phrase(
        "Check in/check out works because it is cheap and boring. A child sees the same grown-up "
        "at 8:00 and at 2:45, carries a card, and hears something kind twice a day. We started "
        "with twelve children and one retired custodian. {staff} ran it from a closet. {last}, "
        "{first} was number seven on the list: up till midnight most nights minding three little "
        "brothers while the mother drank, and mean as a snake by ten o'clock. By May the card "
        "came home with stars. Start small, and pick grown-ups who like kids.",
        "student",
    ),
    Phrase(
        "{staff} has taught fourth grade at {school} for nineteen years. She was the first in "
        "her family to finish college and credits her own third-grade teacher, {staff2}, who "
        "stayed after class to help her with reading."
    ),
    Phrase(
        "Please join me in welcoming {staff} as our new school counselor. He comes to us from a "
        "middle school in Ohio, where he ran a grief group for students and coached wrestling. "
        "He and his wife have two children in elementary school."
    ),
    Phrase(
        "{last}, {first}. (2014). \"She Won't Come to School: Anxiety and Absence in the Middle "
        'Grades." Journal of School Practice, 22(3), 114-131.'
    ),
    Phrase(
        "One boy in my class refused to write for the whole of September. I had tried stickers "
        "and I had tried stern looks. {staff}, our literacy coach, suggested I let him talk his "
        "story into a recorder first. By November he filled two pages. His mother cried at "
        "conferences."
    ),
    Phrase(
        "Dear Families,\nA case of head lice has been found in your child's classroom. Please "
        "check your child's hair tonight. If you have questions, call our nurse, {staff}, at the "
        "front office. She can show you how to use the comb.\nWarmly,\n{staff2}, Principal"
    ),
    Phrase(
        "PTA board for next year: {staff}, president; {staff2}, treasurer; {staff3}, room "
        "parents. {staff} is mom to a second grader and a fifth grader and has run the book fair "
        "twice."
    ),
    Phrase(
        "Role-play B (all names invented)\nYou are a ninth-grade teacher. {name} is a made-up "
        "student who has missed twelve days and sleeps in class. Your partner plays the parent. "
        "Practice opening the talk without blame. Switch after four minutes."
    ),
    Phrase(
        "Minutes of the regular meeting. Called to order at 6:02 p.m. by President {staff}. "
        "{staff2} moved to approve the agenda; {staff3} seconded; carried. Superintendent "
        "reported that suspensions were down 12 percent and that two students had been expelled "
        "this semester. Public comment: {staff} asked about lunch debt. Adjourned 7:48."
    ),
    Phrase(
        "Helen Keller lost her sight and hearing at nineteen months. Students read how Anne "
        "Sullivan reached her at the water pump and write a paragraph: What did Helen feel when "
        "she learned her first word?"
    ),
    Phrase(
        '"Before this program I dreaded Mondays," says {staff}, principal of {school}. "I was '
        "failing at the part of the job I cared about most. My coach, {staff2}, got me back into "
        'classrooms."'
    ),
    Phrase(
        "The gymnasium will be named for {staff}, who coached girls' basketball here from 1971 "
        "to 2004. She lost her battle with cancer last spring. Her former players will gather at "
        "halftime."
    ),
    Phrase(
        "In chapter 3, Scout beats up Walter Cunningham in the schoolyard because he had no "
        "lunch and she got in trouble for it. Ask students: Why does Calpurnia scold her? Why is "
        "Walter too proud to take the quarter?"
    ),
    Phrase(
        "Observation of {staff}, Grade 7 Science, 3rd period. She greeted each student by name "
        "at the door. Two students came in late and she handed them the warm-up without a word. "
        "One girl cried over her quiz; the teacher knelt beside her and spoke softly. Suggested "
        "next step: longer wait time."
    ),
    Phrase(
        "For a quote on the new reading assessment, contact {staff}, regional account manager, "
        "who also taught kindergarten for six years. He can set up a sample class so that you "
        "can see how struggling students are flagged."
    ),
    Phrase(
        "{staff}, Class of 1998, returned to {school} last week to talk with juniors about "
        "welding. He told them he had hated algebra and nearly quit in tenth grade. Now he owns "
        "a shop with fourteen employees."
    ),
    Phrase(
        "Thank you, {staff}, for driving the second van to the museum when the bus broke down. "
        "The children sang the entire way and one of them got carsick, and you never stopped "
        "smiling. The third grade team"
    ),
    Phrase(
        "About the author. {staff} is a former middle school principal and the mother of a son "
        "with autism. She lives in Vermont with her family. Her earlier book, Nobody's Problem "
        "Child, won a state reading association award."
    ),
    Phrase(
        "Coaching log. Met with {staff} 2:50-3:30. He is frustrated with sixth period: too loud, "
        "and he's behind in the unit. We watched the video together, and he noticed that he "
        "calls mostly on the front row. He will try name sticks. Next: I model on Thursday."
    ),
    Phrase(
        "Lunch duty swap: {staff} has a doctor's appointment Wednesday, so {staff2} will take "
        "the fifth grade and {staff3} the playground."
    ),
    Phrase(
        "Ruby Bridges was six years old when she walked past a screaming crowd into William "
        "Frantz Elementary. For a year she was the only child in Barbara Henry's class. Her "
        "father lost his job because of it."
    ),
    Phrase(
        "Using the sample report below, show parents how to read the growth line. The student on "
        'it, "{name}," is fictitious, as are the scores: 182 in fall, 179 in winter, below the '
        "20th percentile."
    ),
    Phrase(
        "Research summary. In a study of 61 elementary schools, {last} and colleagues (2019) "
        "found that children who repeated first grade were more likely to leave high school. "
        "{staff} replicated the finding in rural districts. Neither study followed students past "
        "age nineteen."
    ),
    Phrase(
        "Job opening: Behavior Aide, Grades K-2. The aide will work one to one with a student "
        "who runs from the room and may hit or bite. Reports to {staff}, Director of Student "
        "Services. Send a letter and two references to {staff2}."
    ),
    Phrase(
        "Case 4. A twelve-year-old, whom we will call J., moved between three relatives in one "
        "year. He stole food. The counselor and the homeroom teacher each thought the other had "
        "phoned the grandmother. Written by {staff} and {staff2} for the principals' network."
    ),
    Phrase(
        "Congratulations to {staff}, our Teacher of the Year! Her students describe her as "
        'funny, tough and fair. One wrote, "I was going to drop out and she came to my house."'
    ),
    Phrase(
        "The grant will be directed by {staff}, who holds a doctorate in special education, with "
        "{staff2} as evaluator. At {school} 71 percent of students come from low-income homes, "
        "18 percent are learning English, and 40 children were without a permanent home at some "
        "time last year. Tutors will meet students in groups of three. {staff3}, a retired "
        "principal, will train them."
    ),
    Phrase(
        "Agenda\n8:00 Welcome, {staff}\n8:15 When a Student Tells You Something Hard, {staff2}, "
        "school psychologist\n9:30 Break\n9:45 Failing Fewer Freshmen, {staff3}\n11:00 Team time "
        "by grade"
    ),
    Phrase(
        "Hi {staff},\nI'm out tomorrow, my daughter has the flu and I'm not far behind. Sub "
        "plans are on the desk. {staff2} next door knows which kids need a break.\nThanks a "
        "million"
    ),
    Phrase(
        "If a student is hurt at practice, tell the athletic trainer, {staff}, before the player "
        "leaves the field. She decides whether he or she may return. Head coach {staff2} will "
        "phone the parents the same evening. No player with a head injury returns without a "
        "doctor's note."
    ),
    Phrase(
        "It is with a heavy heart that I share that {staff}, who drove bus 14 for thirty years, "
        "passed away on Sunday. He knew every child's name and every dog on the route. "
        "Counselors will be in the library for any student who wishes to talk."
    ),
    Phrase(
        "Lesson study, second teaching. Taught by {staff}; observers {staff2} and {staff3}. "
        "Student A drew eight groups of three and was stuck. Student B said, \"it's the same but "
        'sideways." {staff2} wondered whether the picture came too early. {staff} felt she had '
        "rushed the close."
    ),
    Phrase(
        "{last}, {first}, and others. Left Back: A Mother's Story of a Boy Who Could Not Read. "
        "2nd ed. Portland: Harbor Lane Press, 2008."
    ),
    Phrase(
        "As a parent and as president of the Band Boosters, {staff} spoke against the cut. She "
        "said music had kept both of her now-grown children in school. Board member {staff2} "
        "thanked her and asked what a smaller cut would mean for the sixth grade beginners."
    ),
    Phrase(
        "Handbook, p. 14. Students who feel unsafe may talk to any adult. The Title IX "
        "coordinator is {staff}; the homeless liaison is {staff2}. Both have offices by the "
        "nurse. Nothing you tell them will go into your grades."
    ),
    Phrase(
        "I was a terrible student. I got suspended twice, I skipped chemistry for a month, and "
        "my mother was called so often she knew the secretary's birthday. Then {staff} handed me "
        "the keys to the theater. I have been a principal for eleven years now, and I keep a "
        "spare set for the kid who needs them."
    ),
    Phrase(
        "Thomas Edison's teacher called him addled, and his mother took him out of school after "
        "three months. Students compare two biographies and ask which claims have evidence."
    ),
    Phrase(
        "Volunteers needed! {staff} is collecting gently used coats for families who are having "
        "a hard time this winter. Drop them in Room 6 or give them to {staff2} at pick-up. No "
        "child will be asked for a name."
    ),
    Phrase(
        "Mentor notes, week 9. {staff} cried today. She says her first graders don't listen and "
        "a father yelled at her in the hallway. I told her about my own first year. We picked "
        "one routine to reteach, lining up, and she'll watch {staff2} do it with his class on "
        "Friday."
    ),
    Phrase(
        "Keynote: {staff} grew up in foster care, attended nine schools, and did not read until "
        "age eleven. Today he is an assistant superintendent and the author of two books for "
        "teachers of older struggling readers."
    ),
    Phrase(
        'What the second grade teachers say: "Children who guess now look at the whole word." '
        '({staff}, {school}) "My lowest group grew the most." ({staff2}) "I had one boy who '
        'hid under the desk at reading time, and now he asks for it." ({staff3})'
    ),
]
