from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("missions", "0007_the_day")]

    operations = [
        migrations.AddField(
            model_name="companyimport",
            name="problem_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
