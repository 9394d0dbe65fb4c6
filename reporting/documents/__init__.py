"""What is handed over, from plain data: pictures, official papers as .docx (Nghị định 30/2020), tables as .xlsx."""
