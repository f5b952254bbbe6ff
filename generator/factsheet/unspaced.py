"""Scripts that put no blanks between words, as contents of a class in a regular expression."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, without radicals and signs."""
KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""
UNSPACED = f"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007{KANA}{HAN}\uff66-\uff9f"
"""Thai, Lao, Burmese, Khmer, Han and kana: each sign of these is looked at as a word, for want of a sign that one ends."""
