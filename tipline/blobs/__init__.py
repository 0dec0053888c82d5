"""Where the sealed bytes of files lie: a folder of this machine, or a bucket that speaks S3."""
