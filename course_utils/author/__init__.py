"""What makes the course and proves it: nothing here is needed to learn, or to grade a class.

build       text -> the executed solution notebook and the release
bank        mistakes -> what each gives in every visible case (stage: the lesson that it runs in)
demo        a simulated class, every score known beforehand
audit       mutants of every answer must fail (mutants, changes), right styles pass (acceptance)
pretrain    train the bundled backbone on generated slices
site        the course as static web pages, with lessons that run in the browser
evaluate    how well a backbone transfers, with controls and spread (options: of both commands)
"""
