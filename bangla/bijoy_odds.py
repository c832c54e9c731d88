"""How much likelier each pair of ASCII signs is in a word of Bijoy than in a word of English.

Counted once over Bengali words as the Bijoy keyboard types them, and over English prose, names and program code; see
`bangla.bijoy`, which alone reads it.
"""

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`_~&^ "
"""The second sign of a pair, in the order of the columns; a space is the edge of the word."""

_ROWS = {
    "A": "ddddddddddcdaddadcddcdddd133.d4acbb1cdadbdbd.dd43dbdb244cc",
    "B": "ddd.ddcddd.da1dd1dddacddd.d4.da24ca42d44dd2d3dd143dc2d34c3",
    "C": "a1dadd1dbd.a.ada1add.a1b.3c443.34b244c23d14d1cb4421d4b4411",
    "D": ".bdddd4ddda1bddc12dd1ccdc.d444d34ac.4c1.ab4.bdd444ad2d44b.",
    "E": "a.dcdd.b.d2abddbacdd1bbda3443a4123344b.b2d2d.da24b2c.d441.",
    "F": "a.dadd2bcd4b..da2acd.21a.4b442.434a44c44cc4d1bb443411b4411",
    "G": "d2ddddcdda42dddd4ddd1ddd44d424.43c.42d3cdd4dbdd243addd34ca",
    "H": "c2dadd1dc21.aad..add.a.414d443b214.41.44ca3b3dd444.d.c44.2",
    "I": "c1dddddddd1d.dddbdddcdcd41a.4d.cc34.adbd1d4ddd11411dbd4bb2",
    "J": "141.dd23.d1414db14d.a1.c.4d333a14.14.243ca4c.ad4441.4.44a1",
    "K": "c3dadddddd.a2dd.1.dd11daa2d2cbba4d144d3dddad.dd4342d.b12d.",
    "L": "d2ddddcdda.ddddd4dddddd1dcd431d23aa43c4.dc3dddd4444ddd44c.",
    "M": "d2ddddbdddadddddd2ddd2bd14d3c2da4a142.1a.c4d.dd444dd1d4cc1",
    "N": "dbdddddd.dbcaddcaadd1c.db.d44.c424241243dc4abcd4444a.d44a.",
    "O": ".adccd.c.d1aaddb4cddaabd2211214a23441b2.3d4d.db3424d4c4.11",
    "P": "dbddddcdb..dbdddbdddccddd4d43d.b3d14.d42bc4d1db44..bbd4bb.",
    "Q": "dacddd2bcc2dc.cdddddd1dad4d3.baa.d24.ccadd4dcdd4244dbd2dd1",
    "R": "d1ddddddca.d.ddd4ddd.dd1d4d44ab23c244.abdc4c.dd4344dcd44c1",
    "S": "a.dbddadcd3bbcdbb.ddabbdb2c422b13ba3ab1.cd1c4dd414adad44.a",
    "T": "a2dadd1dbd4a..db2add.aacb3b443a44b143144b14d21b434a21c442.",
    "U": "d.ddddddab3dcddd4dddcd3dcca.1dabbb4.2d2dad4dad.4424d2d33d3",
    "V": "dbdbddcddd4abddbbbdd1ccd44d411b23.c.ac3.dc4dbcc44b3b3d44c1",
    "W": "dadddd4ddd4c.ddc4ddd2addb4d231a22d.43d1bdc.dccc44a1b3d44c1",
    "X": "..d1ddadb12bbadc42cd1.4dc..413.44.221.11.d4c1aa4424aad44aa",
    "Y": "dadcddaddbad.dddccddccddd1d13..b.1242a3.dd4d.dd4442dcd3cd1",
    "Z": "d4d.dd4dad4.dddd23ddcddbd1d11dc.4da4adc1dd4dddd4312d1111d1",
    "a": "33c1cd3b33412bb143cd321444b1dd1dbb12ddddbd.dddd3.32d4c1.12",
    "b": "b4d3ddbd4a4434ac14dd43bd44cabdc..dacddaddd4dccd434.d.d4dc2",
    "c": "b1dbddbdcd4b3bd13add4.bd44d4ddbdab.4ddbccdcdddd4423d3d44a.",
    "d": ".3dbdd.dad4.aada4.dd2aa424d2adddcb.3bd1cdd.dddd44a2dbd4b.a",
    "e": "a3dcddadcd4b4dd.41dd2dcd44a2bd.add232a.b1dbdbdd32bad3dbda.",
    "f": "4.dbbd.3.14a1aca11b.44.344d2bdddabd1adbccd1dddd4442d1d4baa",
    "g": ".4daddac1.4b43d.a2dda31244b41ddddba43d.bdd4cddd4442dad4dba",
    "h": "a4dbdd43a124acdca.dd4a.c44d1add24cd.cd1ddd1dddd4311dbaaaaa",
    "i": "44dcdd1d4d4444d4441d1c4d44d.adadbc3..dbcdd1dbdd2414d2d4bb4",
    "j": "24d1cd3d2d434.cc44.d4d4432d4..c11c.3dd3.dd1dadd4244dad22d1",
    "k": "aadadd.ca.433cda4bdd4bbd.4d1.dcdcd.2d.addd1dcdd4.4ddcd4bb.",
    "l": "22c.dd2a13411aa244bd44.a44d.addca.c1bdaadd4dddd331dd3d2.11",
    "m": ".4dbdd4d4d44acd24cdd2cc244daada34ca3ddc2bd.d1dd4421d4d4cb.",
    "n": ".4dbdd.d424aaada14dd1abb44d2dddddca1ad2ddd4dddd334cdcd4bd1",
    "o": "14d.cd4a1d3.42d421cd441a24daddbddba1dddddd4dddd3c31dad4.12",
    "p": "23c2ad41144233c442aa421444d21bca1ca4ad1.dd2dcdd424bb.c4221",
    "q": "34d1dd3a2b424db242dd42c.44d43d1c31.b1d2dadbdcdd4432dad3dd2",
    "r": "44b1bd42344233.244ac432144c1.bba.1a3ab3acd3dcdc233ad1b414.",
    "s": ".1dadd1c.3444bda4.cd3aab24d11cbcba.42d22bdbdddd11.cd2d4b1.",
    "t": "34c2bd3a244332a143ad422244c31.b.3ba42b11cd4dbdb432.d1b424.",
    "u": "432421344244342444ad441b44dc.dddca211ddddd4dddb14b.d4b4..3",
    "v": "24d3dd3d4d444414444d444d44c43bda23.4111.bb4d1d1c4ddd1a2dd1",
    "w": "b3dddd3ddd4242b3441d443.34b31.a.3c.42b2bbd1ddddbcddd3b3ddd",
    "x": "badcdd.dca4.24dc44dd4bcd34d2.daa2d.41.dbdd4dddd.2dddddbdc1",
    "y": "a4dcdd.db.4332dd3.dd2c1dc4a3.dad1124cd.aad4ddb1.3cbdad4dbb",
    "z": "34343c44334444a23442324.44c22.c24.a42b21cc3c.cb443.d1a4411",
    "`": "d.dddddd2d13..ddddddcdddc1b21d.da.333d21dd2dddd3334ddd1cda",
    "_": "ccddddcdddaccdd1acddbcdda.d.bd1d1da.cddddd1dddd41badcd44d1",
    "~": "44a3ac413a4442d344.4444144b4313aa2442.a4bd4ccdd343bc.bd4ca",
    "&": "a4b2ac4.3a4331b343dc433144caa.a1a4.42d.c.dbdddd443aca1bdca",
    "^": "44d11a4211444414442a444344.2123a24444b432d4b2da4444a1a4bd1",
    " ": "2.d.bd2b.d3...d.21cd.aa.d3a..a1a..a1.d11dddddddd2ddd.bddd4",
}
_NATS = {"d": -4, "c": -3, "b": -2, "a": -1, ".": 0, "1": 1, "2": 2, "3": 3, "4": 4}

ODDS = {(first, second): _NATS[odds] for first, row in _ROWS.items() for second, odds in zip(SIGNS, row, strict=True)}
"""Logarithms, in whole nats: what is above 0 speaks for Bijoy."""
