/** The door to the web: the JDK's HTTP client, and nothing else speaks HTTP for content. */
package org.datasetcommons.io.http;
