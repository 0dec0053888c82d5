"""Pictures of numbers as plain data: places, widths and paths that a template draws. Nothing here writes SVG.

Across, everything is in hundredths of the picture's width, so that letters keep their size however wide it is
drawn; down, in pixels. What must not overlap is kept apart at the narrowest width.
"""
