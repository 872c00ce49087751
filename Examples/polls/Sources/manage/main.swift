import Apus
import mysite

Manage.run(site)
