from egiz.desk.papers.models.paper import Letterhead, Paper, PaperTemplate, PaperVersion

__all__ = ["Letterhead", "Paper", "PaperTemplate", "PaperVersion"]
