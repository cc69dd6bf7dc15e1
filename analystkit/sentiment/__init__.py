"""Polarity of quotes by two word lists, TextBlob's and VADER's, with the words behind a score.

Polarity says how pleasant or unpleasant the words are.  It is not stance: it does not say
whether the speaker is for or against anybody.  "We condemn the murder of our friends" is
negative and stands by the friends.  On a news set of 1,146 sentences, each judged toward
somebody it mentions (NewsMTSC; Hamborg & Donnay, EACL 2021), TextBlob reaches a macro F1
of 0.42 and VADER one of 0.51; whoever always says "neutral" gets 0.19.

Both tools read English only, both come with their word lists, and nothing is downloaded.

References
----------
VADER: C.J. Hutto and E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
Analysis of Social Media Text", ICWSM 2014.  TextBlob uses the word list of Pattern:
T. De Smedt and W. Daelemans, "Pattern for Python", JMLR 13, 2012.
"""

from analystkit.sentiment.scoring import explain_sentiment, score_sentiment

__all__ = ["explain_sentiment", "score_sentiment"]
