"""What makes the course and proves it: nothing here is needed to learn, or to grade a class.

pretrain    train the bundled backbone on generated slices
evaluate    how well a backbone transfers, with controls and spread
"""
