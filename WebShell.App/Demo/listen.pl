#!/usr/bin/perl
# Listens on a loopback port, and runs a program for each connection with the connection as its input and output.
# usage: listen.pl PORT PROGRAM ARGUMENT...
use strict;
use warnings;
use Socket;

my ($port, @program) = @ARGV;
socket(my $listener, AF_INET, SOCK_STREAM, 0) or die $!;
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, sockaddr_in($port, INADDR_LOOPBACK)) or die $!;
listen($listener, 128) or die $!;
$SIG{CHLD} = 'IGNORE';
while (1) {
    accept(my $connection, $listener) or next;
    my $child = fork;
    if (defined $child && $child == 0) {
        $SIG{CHLD} = 'DEFAULT';
        open(STDIN, '<&', $connection) or exit 1;
        open(STDOUT, '>&', $connection) or exit 1;
        exec @program;
        exit 1;
    }
    close $connection;
}
